// Which values of a unique column are taken already, for telling each row of a batch apart; the unique index remains
// the one that decides.

import type { Tx } from '#store/database.ts';

/** Codes of staff members, as they are written. */
export async function takenStaffCodes(tx: Tx, codes: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ code: string }>(
    `select code from staff where firm_id = $1 and code = any ($2)`,
    [tx.firmId, codes],
  );
  return new Set(rows.map((row) => row.code));
}

/** Names of tasks that are not archived, in lower case. PostgreSQL lowers both sides, so that they agree. */
export async function takenTaskNames(tx: Tx, names: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ given: string }>(
    `select given from unnest($2::text[]) as given
     where exists (select from task where firm_id = $1 and not archived and lower(name) = lower(given))`,
    [tx.firmId, names],
  );
  return new Set(rows.map((row) => row.given));
}

/** Numbers of jobs, as they are written. */
export async function takenJobNumbers(tx: Tx, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ number: string }>(
    `select number from job where firm_id = $1 and number = any ($2)`,
    [tx.firmId, numbers],
  );
  return new Set(rows.map((row) => row.number));
}
