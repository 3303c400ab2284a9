// Ids of items (time entries, costs, interims), drawn from the database a thousand at a time and handed out here, so
// that an entry knows its id before its transaction begins. Ids that a stopped process had drawn are never used.

import type { Database } from '../database.ts';

export const idsPerBlock = 1000;

/**
 * What is left of a block is given up after a while. So a firm that comes from another installation, whose entries keep
 * their ids, can wait until no server holds any of them, counting in how long an entry takes to be written.
 */
const heldForMs = 30_000;
export const idsSettleMs = heldForMs + 45_000;

export type ItemIds = { take(count: number): Promise<bigint[]> };

const sources = new WeakMap<Database, ItemIds>();

/** The one source of item ids on a database, in this process. */
export function itemIdsOf(database: Database): ItemIds {
  let source = sources.get(database);
  if (source === undefined) sources.set(database, (source = drawingFrom(database)));
  return source;
}

function drawingFrom(database: Database): ItemIds {
  let next = 0n;
  let end = 0n;
  let drawnAtMs = 0;
  /** The one that is under way, for all who wait. When it fails they all hear of it, and whoever comes next draws anew. */
  let drawing: Promise<void> | undefined;

  async function take(count: number): Promise<bigint[]> {
    const ids: bigint[] = [];
    if (performance.now() - drawnAtMs > heldForMs) end = next;
    while (ids.length < count) {
      while (next < end && ids.length < count) ids.push(next++);
      if (ids.length < count) await (drawing ??= draw().finally(() => (drawing = undefined)));
    }
    return ids;
  }

  async function draw(): Promise<void> {
    // Before the block is ours, so that it is given up early rather than late.
    const askedAtMs = performance.now();
    const [row] = await database.asInstallation((tx) =>
      tx.query<{ block: bigint }>(`select nextval('item_block') as block`),
    );
    next = (row!.block - 1n) * BigInt(idsPerBlock) + 1n;
    end = next + BigInt(idsPerBlock);
    drawnAtMs = askedAtMs;
  }

  return { take };
}
