import type pg from 'pg';

/** A condition: the last thing that distributing makes is there. */
export const distributionDone = `exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'distribution' and c.relname = 'done')`;

/** Whether the tables of this database are distributed. */
export async function isDistributed(queries: Pick<pg.Pool, 'query'>): Promise<boolean> {
  const { rows } = await queries.query<{ done: boolean }>(`select ${distributionDone} as done`);
  return rows[0]!.done;
}
