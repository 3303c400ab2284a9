// Job tasks are made from the firm's library: they take its name and billable flag, may be given others, and keep what
// they have whatever becomes of the library.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { completionRefusals, dueDateRefusals } from '#core/practice/jobs.ts';
import type { Refusal } from '#core/refusal.ts';
import type { JobTaskRecord } from '#store/practice/job-tasks.ts';
import type { Unrecorded } from '#store/practice/records.ts';
import type { References } from '#store/practice/references.ts';
import { archivedRefusals, referenceRefusals } from '../batch.ts';

export type NewTaskOfJob = Partial<
  Pick<
    JobTaskRecord,
    'name' | 'label' | 'billable' | 'estimatedMinutes' | 'startOn' | 'dueOn' | 'completedOn' | 'position'
  >
> &
  Pick<JobTaskRecord, 'taskId'>;

export function newTaskRefusals(known: References, command: NewTaskOfJob, today: CivilDate): Refusal[] {
  const { taskId, startOn = null, dueOn = null, completedOn } = command;
  return [
    ...referenceRefusals(known.tasks, { field: 'taskId', id: taskId, noun: 'task', code: 'unknownTask' }),
    ...archivedRefusals(known.tasks.get(taskId), { field: 'taskId', noun: 'task', id: taskId }),
    ...dueDateRefusals({ startOn, dueOn }),
    ...completionRefusals(completedOn, today),
  ];
}

/** The record of a task that was checked; `place` puts it behind the others unless it says where it stands. */
export function newTaskRecord(
  known: References,
  command: NewTaskOfJob,
  at: { readonly jobId: number; readonly place: number },
): Unrecorded<JobTaskRecord> {
  const task = known.tasks.get(command.taskId);
  if (task === undefined) throw new Error(`task ${command.taskId} was not checked`);
  return {
    jobId: at.jobId,
    taskId: command.taskId,
    name: command.name ?? task.name,
    label: command.label ?? null,
    billable: command.billable ?? task.billable,
    estimatedMinutes: command.estimatedMinutes ?? 0,
    startOn: command.startOn ?? null,
    dueOn: command.dueOn ?? null,
    completedOn: command.completedOn ?? null,
    position: command.position ?? at.place,
  };
}
