import type { Result } from '#core/refusal.ts';
import { jobTasks } from '#store/practice/job-tasks.ts';
import type { Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';

/** Removes a task of a job against which nothing was ever recorded. */
export function removeJobTask(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: jobTasks,
    permission: 'jobs.edit',
    nameOf: (task) => task.name,
    instead: 'completing it',
  });
}
