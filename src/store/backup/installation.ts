// What the database knows of the installation and of what was done to it.

import type { Queries } from '../database.ts';
import type { OperationKind } from '../monitoring/operations.ts';

export async function readInstallationId(tx: Queries): Promise<string> {
  const [row] = await tx.query<{ id: string }>('select id from installation');
  return row!.id;
}

/** When it was last begun, and whether one that was begun since then came to its end: a recount also does with differences. */
export async function readBegun(
  tx: Queries,
  kind: OperationKind,
  since: string,
): Promise<{ readonly lastAt: string | null; readonly isDone: boolean }> {
  const [row] = await tx.query<{ lastAt: string | null; isDone: boolean }>(
    `select max(started_at) as "lastAt",
       coalesce(max(started_at) filter (where outcome = 'succeeded' or detail ? 'differences') >= $2, false) as "isDone"
     from operation where kind = $1`,
    [kind, since],
  );
  return row!;
}
