// Secondary indexes of tables that are about to be filled from empty: dropped first and made again afterwards, at a
// quarter of the cost of keeping them up row by row. Keys stay, because they guard what is written.

import type { Tx } from '#store/database.ts';

const tables = ['time_entry', 'cost_entry', 'journal', 'ledger_line'];

/** Drops the indexes when all the tables are empty; answers the statements that bring them back. */
export async function dropIndexesOfEmptyTables(tx: Tx): Promise<string[]> {
  for (const table of tables) {
    const [found] = await tx.query<{ isEmpty: boolean }>(
      `select not exists (select from ${table}) as "isEmpty"`,
    );
    if (!found!.isEmpty) return [];
  }
  const indexes = await tx.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i
     where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
     order by 1`,
    [tables],
  );
  for (const { name } of indexes) await tx.query(`drop index ${name}`);
  return indexes.map(({ definition }) => definition);
}
