import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ChangedJob, Job } from '../../api/jobs.ts';
import { jobStatesQuery, jobTopics } from '../../api/jobs.ts';
import { wipTopics } from '../../api/wip-actions.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, FlagField, LongTextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form } from '../../form/Form.tsx';
import { ReasonPicker } from '../../form/pickers.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { isZero } from '../../util/sums.ts';

type CloseDrawerProps = { job: Job; opened: boolean; onClose: () => void };

/** Ends a job, and settles what is open of it in the same step where somebody wants that. */
export default function CloseDrawer({ job, opened, onClose }: CloseDrawerProps) {
  const formats = useFormats();
  const may = useMay();
  const { data } = useQuery(jobStatesQuery());
  const states = (data?.items ?? []).filter(
    ({ type, archived }) => !archived && (type === 'completed' || type === 'cancelled'),
  );
  const [first] = states;
  const initial = useMemo(
    () => ({
      stateId: first?.id ?? '',
      completedOn: '',
      washesUp: false,
      reasonId: '',
      note: '',
    }),
    [first?.id],
  );
  const form = useRecordForm<typeof initial, ChangedJob>({
    id: `close job ${job.id}`,
    initial,
    bodyOf: ({ stateId, completedOn, washesUp, reasonId, note }) => ({
      stateId,
      ...(completedOn === '' ? {} : { completedOn }),
      ...(washesUp ? { washUp: { reasonId: orNull(reasonId), note: orNull(note) } } : {}),
    }),
    pathOf: { reasonId: 'washUp.reasonId', note: 'washUp.note' },
    send: (body) => ({ path: `/jobs/${job.id}`, method: 'PATCH', version: job.version, body }),
    changes: [...jobTopics, ...wipTopics],
    said: ({ number, stateName }) => `${number} is ${stateName}`,
    onSaved: onClose,
  });
  const open = job.netWip;
  return (
    <EditDrawer opened={opened} title={`Close ${job.number} ${job.name}`} onClose={onClose} form={form}>
      <Form form={form} act="Close the job" onCancel={onClose}>
        <FieldRow>
          <ChoiceField
            label="State"
            first
            choices={states.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.field('stateId')}
          />
          <DayField label="Completed" placeholder="Today" {...form.field('completedOn')} />
        </FieldRow>
        {open !== undefined && !isZero(open) && (
          <p className="quiet">
            {formats.amount(open)} {job.currency} of net WIP is open. Closing leaves it as it is, to be
            invoiced later, unless it is washed up.
          </p>
        )}
        {may('wip.washUp') && (
          <FlagField
            label="Wash up what is open"
            help="Interims and WIP absorb each other; the rest is written off or on."
            {...form.field('washesUp')}
          />
        )}
        {form.values.washesUp && (
          <>
            <ReasonPicker label="Reason" none="None" {...form.field('reasonId')} />
            <LongTextField label="Note" rows={2} {...form.field('note')} />
          </>
        )}
      </Form>
    </EditDrawer>
  );
}
