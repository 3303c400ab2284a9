// Ids for interims that a transaction raises. They come from another connection than the transaction's, so they are taken
// before it begins, when nobody knows for sure how many it will need: what it rests on may move meanwhile. Should it need
// more, it is given up and begun again with as many.

import type { Database } from '#store/database.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';

class TooFewItemIds extends Error {
  readonly needed: number;

  constructor(needed: number) {
    super(`${needed} item ids are needed`);
    this.needed = needed;
  }
}

export type TakenIds = {
  /** The first so many. */
  first(count: number): readonly bigint[];
};

/** Runs work that leaves nothing behind when it throws, with as many ids as it asks for. */
export async function withItemIds<T>(
  database: Database,
  expected: number,
  work: (ids: TakenIds) => Promise<T>,
): Promise<T> {
  const taken = await itemIdsOf(database).take(expected);
  const first = (count: number): readonly bigint[] => {
    if (count > taken.length) throw new TooFewItemIds(count);
    return taken.slice(0, count);
  };
  for (;;) {
    try {
      return await work({ first });
    } catch (error) {
      if (!(error instanceof TooFewItemIds)) throw error;
      taken.push(...(await itemIdsOf(database).take(error.needed - taken.length)));
    }
  }
}
