import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { jobs } from '#store/practice/job-records.ts';
import { findTasksOfJob, jobTasks } from '#store/practice/job-tasks.ts';
import { findRatesOf, rates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, removeRecords, unlessInUse } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

/** Removes a job against which nothing was ever recorded, with its tasks and rates. */
export async function removeJob(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'jobs.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, jobs, seen);
    if (!claimed.ok) return claimed;
    const job = claimed.value;
    const author = authorOf(context);
    return unlessInUse({ noun: 'job', name: job.number, instead: 'cancelling it' }, async () => {
      await removeRecords(tx, author, rates, await findRatesOf(tx, { column: 'job_id', id: job.id }));
      await removeRecords(tx, author, jobTasks, await findTasksOfJob(tx, job.id));
      await removeRecords(tx, author, jobs, [job]);
      return null;
    });
  });
}
