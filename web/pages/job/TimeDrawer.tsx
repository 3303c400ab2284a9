import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Job, TimeEntry } from '../../api/jobs.ts';
import { resourceQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { wipTopics } from '../../api/wip-actions.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField, LongTextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form } from '../../form/Form.tsx';
import { DurationField, durationText, minutesOf } from '../../form/NumberFields.tsx';
import { JobTaskPicker, StaffPicker } from '../../form/pickers.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { todayIn } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import { isTouched } from './entry-state.ts';
import { Touched } from './Touched.tsx';

type TimeDrawerProps = { job: Job; opened: boolean; onClose: () => void; entryId: string | undefined };

const changes = [...wipTopics, 'timesheets'];

/** Time on the job: a new entry, or one of those that are there. */
export default function TimeDrawer({ entryId, ...props }: TimeDrawerProps) {
  const { data, error, refetch } = useQuery({
    ...resourceQuery<TimeEntry>(`/time-entries/${entryId ?? ''}`, {}, { changesWith: ['wip'] }),
    enabled: entryId !== undefined,
  });
  if (entryId === undefined) return <TimeForm {...props} entry={undefined} />;
  if (data !== undefined) return <TimeForm {...props} entry={data} />;
  return (
    <EditDrawer opened={props.opened} title="Time" onClose={props.onClose}>
      {error === null ? (
        <Skeleton height={240} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </EditDrawer>
  );
}

type TimeFields = {
  staffId: string;
  jobTaskId: string;
  workedOn: string;
  duration: string;
  billable: boolean;
  note: string;
};

type TimeFormProps = { job: Job; opened: boolean; onClose: () => void; entry: TimeEntry | undefined };

function useTimeForm({ job, entry, onClose }: TimeFormProps) {
  const { timeZone, staffId } = useFirm();
  const onlyTask = job.tasks.length === 1 ? job.tasks[0] : undefined;
  const initial = useMemo<TimeFields>(
    () => ({
      staffId: entry?.staffId ?? staffId ?? '',
      jobTaskId: entry?.jobTaskId ?? onlyTask?.id ?? '',
      workedOn: entry?.workedOn ?? todayIn(timeZone),
      duration: durationText(entry?.minutes ?? null),
      billable: entry?.billable ?? onlyTask?.billable ?? true,
      note: entry?.note ?? '',
    }),
    [entry, onlyTask, staffId, timeZone],
  );
  return useRecordForm<TimeFields>({
    id: entry === undefined ? `time on job ${job.id}` : `time entry ${entry.id}`,
    initial,
    bodyOf: ({ duration, note, ...fields }) => ({
      ...fields,
      jobId: job.id,
      minutes: minutesOf(duration),
      note: orNull(note),
    }),
    check: (fields) => ({
      ...(fields.staffId === '' ? { staffId: 'Whose time is it?' } : {}),
      ...(fields.jobTaskId === '' ? { jobTaskId: 'Time is recorded on a task.' } : {}),
      ...(fields.workedOn === '' ? { workedOn: 'A day is needed.' } : {}),
      ...(minutesOf(fields.duration) === undefined
        ? { duration: 'A duration such as 1.5, 1:30 or 90m.' }
        : {}),
    }),
    pathOf:
      entry === undefined
        ? {
            staffId: 'entries.0.staffId',
            jobTaskId: 'entries.0.jobTaskId',
            workedOn: 'entries.0.workedOn',
            duration: 'entries.0.minutes',
          }
        : { duration: 'minutes' },
    send: (body) =>
      entry === undefined
        ? { path: '/time-entries', body: { entries: [body] } }
        : { path: `/time-entries/${entry.id}`, method: 'PATCH', version: entry.version, body },
    changes,
    said: entry === undefined ? 'Time recorded' : 'Time changed',
    onSaved: onClose,
  });
}

function TimeForm(props: TimeFormProps) {
  const { job, opened, onClose, entry } = props;
  const form = useTimeForm(props);
  const isFixed = entry !== undefined && (isTouched(entry) || entry.deleted);
  const fixed = { disabled: isFixed };
  return (
    <EditDrawer
      opened={opened}
      title={entry === undefined ? `Record time on ${job.number}` : `Time of ${entry.staffName}`}
      onClose={onClose}
      form={form}
    >
      <Form
        form={form}
        act={entry === undefined ? 'Record' : 'Save'}
        onCancel={onClose}
        actions={entry && !isFixed && <RemoveTime entry={entry} onDone={onClose} />}
      >
        {isFixed && <Touched jobId={job.id} entryId={entry.id} />}
        <StaffPicker label="Who" required {...fixed} {...form.field('staffId')} />
        <JobTaskPicker
          label="Task"
          required
          first={entry === undefined}
          jobId={job.id}
          {...fixed}
          {...form.field('jobTaskId')}
          onPick={({ id, billable }) => form.set({ jobTaskId: id, billable })}
        />
        <FieldRow>
          <DayField label="Day" required {...fixed} {...form.field('workedOn')} />
          <DurationField label="Duration" required {...fixed} {...form.field('duration')} />
        </FieldRow>
        <FlagField label="Billable" {...fixed} {...form.field('billable')} />
        <LongTextField label="Note" rows={2} {...fixed} {...form.field('note')} />
      </Form>
    </EditDrawer>
  );
}

/** Done at once: Undo records the same again. */
function RemoveTime({ entry, onDone }: { entry: TimeEntry; onDone: () => void }) {
  const { jobId, jobTaskId, staffId, workedOn, minutes, billable, note } = entry;
  const restoring = useTell<void>({
    send: () => ({
      path: '/time-entries',
      body: { entries: [{ jobId, jobTaskId, staffId, workedOn, minutes, billable, note }] },
    }),
    changes,
    said: () => 'The time is back',
  });
  const removing = useTell<void>({
    send: () => ({ path: `/time-entries/${entry.id}`, method: 'DELETE', version: entry.version }),
    changes,
    said: () => ({ text: 'Time removed', onUndo: () => restoring.tell() }),
    onDone,
  });
  return (
    <Button variant="subtle" loading={removing.isBusy} onClick={() => removing.tell()}>
      Remove
    </Button>
  );
}
