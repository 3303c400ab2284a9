import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { jobTasks } from '#store/practice/job-tasks.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, removeRecords, unlessInUse } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

/** Removes a task of a job against which nothing was ever recorded. */
export async function removeJobTask(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'jobs.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, jobTasks, seen);
    if (!claimed.ok) return claimed;
    const task = claimed.value;
    return unlessInUse({ noun: 'job task', name: task.name, instead: 'completing it' }, async () => {
      await removeRecords(tx, authorOf(context), jobTasks, [task]);
      return null;
    });
  });
}
