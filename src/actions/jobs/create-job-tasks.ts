import { today } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { JobTask } from '#store/practice/job-tasks.ts';
import { jobTasks, lastPositions, loadJobTasks } from '#store/practice/job-tasks.ts';
import { insertRecords } from '#store/practice/records.ts';
import { loadReferences } from '#store/practice/references.ts';
import { authorOf, checkEach, mayWriteBatch, referenceRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { NewTaskOfJob } from './new-job-tasks.ts';
import { newTaskRecord, newTaskRefusals } from './new-job-tasks.ts';

export type NewJobTask = NewTaskOfJob & { readonly jobId: number };

/** Adds tasks to jobs, all or none; each goes behind the tasks that its job has. */
export async function createJobTasks(
  context: Context,
  commands: readonly NewJobTask[],
): Promise<Result<JobTask[]>> {
  const permitted = mayWriteBatch(context, 'jobs.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const jobIds = commands.map(({ jobId }) => jobId);
    const known = await loadReferences(tx, { jobIds, taskIds: commands.map(({ taskId }) => taskId) });
    const { timeZone } = await loadPracticeSettings(tx);
    const day = today(context.clock(), timeZone);
    const checked = checkEach(commands, (command) => [
      ...referenceRefusals(known.jobs, {
        field: 'jobId',
        id: command.jobId,
        noun: 'job',
        code: 'unknownJob',
      }),
      ...newTaskRefusals(known, command, day),
    ]);
    if (!checked.ok) return checked;

    const last = await lastPositions(tx, jobIds);
    const records = commands.map((command) => {
      const place = (last.get(command.jobId) ?? 0) + 1;
      last.set(command.jobId, place);
      return newTaskRecord(known, command, { jobId: command.jobId, place });
    });
    const added = await insertRecords(tx, authorOf(context), jobTasks, records);
    return done(
      await loadJobTasks(
        tx,
        added.map(({ id }) => id),
      ),
    );
  });
}
