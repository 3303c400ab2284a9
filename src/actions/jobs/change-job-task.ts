import { requirePermission } from '#core/access/principal.ts';
import { today } from '#core/calendar/civil-date.ts';
import { completionRefusals, dueDateRefusals } from '#core/practice/jobs.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { JobTask } from '#store/practice/job-tasks.ts';
import { jobTasks, loadJobTasks } from '#store/practice/job-tasks.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, updateRecord } from '#store/practice/records.ts';
import { authorOf, onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { NewTaskOfJob } from './new-job-tasks.ts';

export type JobTaskChange = Recorded & Partial<Omit<NewTaskOfJob, 'taskId'>>;

/**
 * Changes a task of a job. A task with a day of completion takes no new time; without one it takes time again. What is
 * recorded keeps its value, also when the task becomes billable or stops being so.
 */
export async function changeJobTask(context: Context, command: JobTaskChange): Promise<Result<JobTask>> {
  const permitted = requirePermission(context.principal, 'jobs.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, jobTasks, command);
    if (!claimed.ok) return claimed;
    const record = claimed.value;
    const { id, version: _, ...to } = command;
    const { timeZone } = await loadPracticeSettings(tx);
    const refusals = [
      ...dueDateRefusals({
        startOn: to.startOn === undefined ? record.startOn : to.startOn,
        dueOn: to.dueOn === undefined ? record.dueOn : to.dueOn,
      }),
      ...completionRefusals(to.completedOn, today(context.clock(), timeZone)),
    ];
    if (refusals.length > 0) return refuseAll(refusals);
    await updateRecord(tx, authorOf(context), jobTasks, { record, to });
    return done(onlyOne(await loadJobTasks(tx, [id])));
  });
}
