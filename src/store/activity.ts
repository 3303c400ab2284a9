// Who else is at work in the database at this moment, for work that stands back for people.

import type { Queries } from './database.ts';

/** How many transactions of the program are under way beside those that stand back: all firms are on one machine. */
export async function countAtWork(tx: Queries): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name = 'workledger' and state <> 'idle'
       and pid <> pg_backend_pid()`,
  );
  return row!.count;
}

/** Since the transaction began, in milliseconds. */
export async function readAge(tx: Queries): Promise<number> {
  const [row] = await tx.query<{ milliseconds: number }>(
    `select (extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000)::float8 as milliseconds`,
  );
  return row!.milliseconds;
}
