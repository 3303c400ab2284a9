import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Job, JobTask } from '../../api/jobs.ts';
import { jobTopics } from '../../api/jobs.ts';
import { useTell } from '../../api/useTell.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField, TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form } from '../../form/Form.tsx';
import { DurationField, durationText, minutesOf } from '../../form/NumberFields.tsx';
import { TaskPicker } from '../../form/pickers.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';

type TaskDrawerProps = { job: Job; opened: boolean; onClose: () => void; taskId: string | undefined };

const changes = [...jobTopics, 'timesheet-rows'];

/** A task of the job: one more out of the library, or one that is there. */
export default function TaskDrawer({ job, opened, onClose, taskId }: TaskDrawerProps) {
  const task = job.tasks.find(({ id }) => id === taskId);
  const initial = useMemo(
    () => ({
      taskId: task?.taskId ?? '',
      name: task?.name ?? '',
      label: task?.label ?? '',
      billable: task?.billable ?? true,
      estimate: task === undefined || task.estimatedMinutes === 0 ? '' : durationText(task.estimatedMinutes),
      startOn: task?.startOn ?? '',
      dueOn: task?.dueOn ?? '',
      completedOn: task?.completedOn ?? '',
    }),
    [task],
  );
  const form = useRecordForm<typeof initial, JobTask>({
    id: task === undefined ? `task of job ${job.id}` : `job task ${task.id}`,
    initial,
    bodyOf: (fields) => ({
      ...(task === undefined ? { jobId: job.id, taskId: fields.taskId } : {}),
      ...(fields.name === '' ? {} : { name: fields.name }),
      label: orNull(fields.label),
      billable: fields.billable,
      estimatedMinutes: minutesOf(fields.estimate) ?? 0,
      startOn: orNull(fields.startOn),
      dueOn: orNull(fields.dueOn),
      completedOn: orNull(fields.completedOn),
    }),
    pathOf: { estimate: 'estimatedMinutes' },
    check: ({ taskId: chosen, estimate }) => ({
      ...(chosen === '' ? { taskId: 'Choose a task of the library.' } : {}),
      ...(estimate.trim() !== '' && minutesOf(estimate) === undefined
        ? { estimate: 'A duration such as 40 or 12:30.' }
        : {}),
    }),
    send: (body) =>
      task === undefined
        ? { path: '/job-tasks', body }
        : { path: `/job-tasks/${task.id}`, method: 'PATCH', version: task.version, body },
    changes,
    said: ({ name }) => (task === undefined ? `${name} added` : `${name} saved`),
    onSaved: onClose,
  });
  return (
    <EditDrawer
      opened={opened && (taskId === undefined || task !== undefined)}
      title={task === undefined ? `Add a task to ${job.number}` : task.name}
      onClose={onClose}
      form={form}
    >
      <Form
        form={form}
        act={task === undefined ? 'Add the task' : 'Save'}
        onCancel={onClose}
        actions={task && <RemoveTask task={task} onDone={onClose} />}
      >
        {task === undefined && (
          <TaskPicker
            label="Task of the library"
            required
            first
            {...form.field('taskId')}
            onPick={({ id, name, billable }) => form.set({ taskId: id, name, billable })}
          />
        )}
        <FieldRow>
          <TextField label="Name on this job" {...form.field('name')} />
          <TextField label="Label" help="Tells two of the same apart" {...form.field('label')} />
        </FieldRow>
        <FieldRow>
          <DurationField label="Estimate" help="Hours" {...form.field('estimate')} />
          <DayField label="Completed" help="Takes no time after that" {...form.field('completedOn')} />
        </FieldRow>
        <FieldRow>
          <DayField label="Starts" {...form.field('startOn')} />
          <DayField label="Due" {...form.field('dueOn')} />
        </FieldRow>
        <FlagField label="Billable" {...form.field('billable')} />
      </Form>
    </EditDrawer>
  );
}

/** Done at once: Undo adds the same task again. One with time or costs the server keeps. */
function RemoveTask({ task, onDone }: { task: JobTask; onDone: () => void }) {
  const { jobId, taskId, name, label, billable, estimatedMinutes, startOn, dueOn, completedOn, position } =
    task;
  const restoring = useTell<void>({
    send: () => ({
      path: '/job-tasks',
      body: { jobId, taskId, name, label, billable, estimatedMinutes, startOn, dueOn, completedOn, position },
    }),
    changes,
    said: () => `${name} is back`,
  });
  const removing = useTell<void>({
    send: () => ({ path: `/job-tasks/${task.id}`, method: 'DELETE', version: task.version }),
    changes,
    said: () => ({ text: `${name} removed`, onUndo: () => restoring.tell() }),
    onDone,
  });
  return (
    <Button variant="subtle" loading={removing.isBusy} onClick={() => removing.tell()}>
      Remove
    </Button>
  );
}
