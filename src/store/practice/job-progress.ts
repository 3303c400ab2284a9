// What was recorded on each task of a job.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '#store/database.ts';

export type TaskProgress = {
  readonly jobTaskId: number;
  readonly currency: CurrencyCode;
  readonly estimatedMinutes: number;
  readonly recordedMinutes: number;
  readonly recordedMinor: bigint;
  readonly openMinor: bigint;
};

/** In the order of the job's own list. */
export function readTaskProgress(tx: Tx, jobId: number): Promise<TaskProgress[]> {
  return tx.prepared<TaskProgress>(
    'task-progress',
    `select k.id as "jobTaskId", j.currency, k.estimated_minutes as "estimatedMinutes",
       coalesce(e.minutes, 0)::int as "recordedMinutes", coalesce(e.recorded, 0)::bigint as "recordedMinor",
       coalesce(o.open, 0)::bigint as "openMinor"
     from job_task k
     join job j on j.firm_id = k.firm_id and j.id = k.job_id
     left join (select job_task_id, sum(minutes) as minutes, sum(amount_minor) as recorded
       from time_entry where firm_id = $1 and job_id = $2 and not deleted group by job_task_id) e
       on e.job_task_id = k.id
     left join (select job_task_id, sum(open_minor) as open
       from open_item where firm_id = $1 and job_id = $2 and item_kind = 1 group by job_task_id) o
       on o.job_task_id = k.id
     where k.firm_id = $1 and k.job_id = $2
     order by k.position, k.id`,
    [tx.firmId, jobId],
  );
}
