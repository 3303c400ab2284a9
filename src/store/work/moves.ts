// Where entries stand, changed by a move and by its undo.

import type { Tx } from '../database.ts';

export async function moveTimeEntries(
  tx: Tx,
  ids: readonly bigint[],
  jobId: number,
  jobTaskId: number | null,
): Promise<void> {
  if (jobTaskId === null) return;
  await tx.query(
    `update time_entry set job_id = $3, job_task_id = $4, version = version + 1
     where firm_id = $1 and id = any ($2)`,
    [tx.firmId, ids, jobId, jobTaskId],
  );
}

export async function moveCostEntries(
  tx: Tx,
  ids: readonly bigint[],
  jobId: number,
  jobTaskId: number | null,
): Promise<void> {
  await tx.query(
    `update cost_entry set job_id = $3, job_task_id = $4, version = version + 1
     where firm_id = $1 and id = any ($2)`,
    [tx.firmId, ids, jobId, jobTaskId],
  );
}
