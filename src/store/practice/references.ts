// What a batch of commands refers to, loaded once: whether the firm has it, and the little that is asked of it. An id
// that the firm does not have is absent from its map.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { Tx } from '#store/database.ts';

export type ReferenceIds = {
  readonly clientIds?: readonly (number | null | undefined)[];
  readonly staffIds?: readonly (number | null | undefined)[];
  readonly taskIds?: readonly (number | null | undefined)[];
  readonly stateIds?: readonly (number | null | undefined)[];
  readonly jobIds?: readonly (number | null | undefined)[];
};

export type References = {
  readonly clients: ReadonlyMap<number, { name: string; currency: CurrencyCode; archived: boolean }>;
  readonly staff: ReadonlyMap<number, { name: string; active: boolean }>;
  readonly tasks: ReadonlyMap<number, { name: string; billable: boolean; archived: boolean }>;
  readonly states: ReadonlyMap<number, { name: string; type: JobStateType; archived: boolean }>;
  readonly jobs: ReadonlyMap<number, { number: string; clientId: number; currency: CurrencyCode }>;
};

/**
 * Loads what is referred to. Clients are held as they were read until the transaction ends, because what is made for
 * them takes their currency.
 */
export async function loadReferences(tx: Tx, ids: ReferenceIds): Promise<References> {
  return {
    clients: await findAll(
      tx,
      `select id, name, currency, archived from client`,
      ids.clientIds,
      'order by id for share',
    ),
    staff: await findAll(tx, `select id, name, active from staff`, ids.staffIds),
    tasks: await findAll(tx, `select id, name, billable, archived from task`, ids.taskIds),
    states: await findAll(tx, `select id, name, type, archived from job_state`, ids.stateIds),
    jobs: await findAll(tx, `select id, number, client_id as "clientId", currency from job`, ids.jobIds),
  };
}

async function findAll<Row extends object>(
  tx: Tx,
  selection: string,
  ids: readonly (number | null | undefined)[] = [],
  ending = '',
): Promise<Map<number, Row>> {
  const wanted = [...new Set(ids)].filter((id) => typeof id === 'number');
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<Row & { id: number }>(
    `${selection} where firm_id = $1 and id = any ($2) ${ending}`,
    [tx.firmId, wanted],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row as unknown as Row]));
}
