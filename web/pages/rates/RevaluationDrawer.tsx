// Bringing unbilled time to the rates in force on the days of the work, with what would change shown first. Billed time
// is never touched.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RevaluationPreview, WipActionDone } from '../../api/wip-actions.ts';
import { previewQuery, useUndoWipAction, wipTopics } from '../../api/wip-actions.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form } from '../../form/Form.tsx';
import { ClientPicker, JobPicker, StaffPicker, TaskPicker } from '../../form/pickers.tsx';
import { useRecordForm, type RecordForm } from '../../form/useRecordForm.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';
import { isDate } from '../../util/search.ts';
import classes from './rates.module.css';

/** Of what the revaluation begins, where it follows a change of a rate. */
export type RevaluationStart = {
  jobId?: string;
  clientId?: string;
  staffId?: string;
  taskId?: string;
  from?: string;
};

type RevaluationDrawerProps = { start: RevaluationStart | null; onClose: () => void };

type Fields = {
  jobId: string;
  clientId: string;
  staffId: string;
  taskId: string;
  from: string;
  to: string;
  note: string;
};

function bodyOf({ jobId, clientId, staffId, taskId, from, to }: Fields) {
  return {
    ...(jobId === '' ? {} : { jobIds: [jobId] }),
    ...(clientId === '' ? {} : { clientId }),
    ...(staffId === '' ? {} : { staffId }),
    ...(taskId === '' ? {} : { taskId }),
    ...(isDate(from) ? { from } : {}),
    ...(isDate(to) ? { to } : {}),
  };
}

export function RevaluationDrawer({ start, onClose }: RevaluationDrawerProps) {
  const formats = useFormats();
  const undoing = useUndoWipAction();
  const initial = useMemo<Fields>(
    () => ({
      jobId: start?.jobId ?? '',
      clientId: start?.clientId ?? '',
      staffId: start?.staffId ?? '',
      taskId: start?.taskId ?? '',
      from: start?.from ?? '',
      to: '',
      note: '',
    }),
    [start],
  );
  const form = useRecordForm<Fields, WipActionDone>({
    id: `revaluation ${JSON.stringify(start)}`,
    initial,
    bodyOf: (fields) => ({ ...bodyOf(fields), note: orNull(fields.note) }),
    send: (body) => ({ path: '/revaluations', body }),
    changes: wipTopics,
    onSaved: ({ wipActionId }) => {
      const entries = preview.data?.entries.length ?? 0;
      const text = `${formats.count(entries)} ${entries === 1 ? 'entry' : 'entries'} revalued`;
      showToast({
        text,
        onUndo: () => undoing.tell({ wipActionId, said: 'What was revalued is worth what it was' }),
      });
      onClose();
    },
  });
  const preview = useQuery({
    ...previewQuery<RevaluationPreview>('/revaluations/preview', bodyOf(form.values)),
    enabled: start !== null,
  });
  const count = preview.data?.entries.length;
  const act =
    count === undefined || count === 0
      ? 'Revalue'
      : `Revalue ${formats.count(count)} ${count === 1 ? 'entry' : 'entries'}`;
  return (
    <EditDrawer
      opened={start !== null}
      title="Revalue unbilled time"
      onClose={onClose}
      form={form}
      size={640}
    >
      <Form form={form} act={act} onCancel={onClose}>
        <p className="quiet">
          Applies the rates in force on the day of the work to time that is not billed yet. Narrow it, look at
          what would change, then do it; it can be undone.
        </p>
        <Which form={form} />
        {preview.error !== null ? (
          <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} />
        ) : preview.data === undefined ? (
          <Skeleton height={140} />
        ) : (
          <Effects preview={preview.data} />
        )}
        <LongTextField label="Note" rows={2} {...form.field('note')} />
      </Form>
    </EditDrawer>
  );
}

function Which({ form }: { form: RecordForm<Fields> }) {
  return (
    <>
      <FieldRow>
        <StaffPicker label="Who" first none="Everybody" {...form.field('staffId')} />
        <TaskPicker label="Task" none="All tasks" {...form.field('taskId')} />
      </FieldRow>
      <FieldRow>
        <ClientPicker label="Client" none="All clients" {...form.field('clientId')} />
        <JobPicker label="Job" none="All jobs" {...form.field('jobId')} />
      </FieldRow>
      <FieldRow>
        <DayField label="Worked from" {...form.field('from')} />
        <DayField label="Worked until" {...form.field('to')} />
      </FieldRow>
    </>
  );
}

const shownMax = 100;

function Effects({ preview }: { preview: RevaluationPreview }) {
  const formats = useFormats();
  const { entries, totals } = preview;
  if (entries.length === 0)
    return (
      <p role="status">
        Nothing would change: all of this is worth what the rates of its days say, or is billed.
      </p>
    );
  return (
    <div className={classes.scroller}>
      <table className={classes.plain}>
        <caption className="visually-hidden">What would change</caption>
        <thead>
          <tr>
            <th scope="col">Worked</th>
            <th scope="col">Hours</th>
            <th scope="col">Now</th>
            <th scope="col">Then</th>
          </tr>
        </thead>
        <tbody>
          {entries.slice(0, shownMax).map((entry) => (
            <tr key={entry.itemId}>
              <th scope="row">
                <Day of={entry.workedOn} />
                <span className={classes.reason}>{entry.reason}</span>
              </th>
              <td>{formats.hours(entry.minutes)}</td>
              <td>
                <Amount of={entry.from} />
              </td>
              <td>
                <Amount of={entry.to} />
              </td>
            </tr>
          ))}
          {entries.length > shownMax && (
            <tr>
              <th scope="row" colSpan={4}>
                and {formats.count(entries.length - shownMax)} more
              </th>
            </tr>
          )}
        </tbody>
        <tfoot>
          {totals.map(({ currency, from, to }) => (
            <tr key={currency}>
              <th scope="row">In all, {currency}</th>
              <td />
              <td>
                <Amount of={from} />
              </td>
              <td>
                <Amount of={to} />
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}
