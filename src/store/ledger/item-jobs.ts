// The job that an item stands on now.

import type { Tx } from '../database.ts';

/** By item id; ids that the firm does not have, and deleted entries, are absent. */
export async function findItemJobs(tx: Tx, itemIds: readonly bigint[]): Promise<Map<bigint, number>> {
  const rows = await tx.query<{ id: bigint; job_id: number }>(
    `select id, job_id from time_entry where firm_id = $1 and id = any ($2) and not deleted
     union all select id, job_id from cost_entry where firm_id = $1 and id = any ($2) and not deleted
     union all select id, job_id from interim where firm_id = $1 and id = any ($2)`,
    [tx.firmId, itemIds],
  );
  return new Map(rows.map((row) => [row.id, row.job_id]));
}
