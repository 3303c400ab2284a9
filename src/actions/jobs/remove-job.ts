import type { Result } from '#core/refusal.ts';
import { jobs } from '#store/practice/job-records.ts';
import { findTasksOfJob, jobTasks } from '#store/practice/job-tasks.ts';
import { findRatesOf, rates } from '#store/practice/rate-card.ts';
import { removeRecords, type Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';

/** Removes a job against which nothing was ever recorded, with its tasks and rates. */
export function removeJob(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: jobs,
    permission: 'jobs.edit',
    nameOf: (job) => job.number,
    instead: 'cancelling it',
    async first(tx, author, { id }) {
      await removeRecords(tx, author, rates, await findRatesOf(tx, { column: 'job_id', id }));
      await removeRecords(tx, author, jobTasks, await findTasksOfJob(tx, id));
    },
  });
}
