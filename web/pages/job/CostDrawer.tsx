import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CostEntry, Job } from '../../api/jobs.ts';
import { resourceQuery } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { wipTopics } from '../../api/wip-actions.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField, LongTextField, orNull, TextField } from '../../form/fields.tsx';
import { FieldRow, Form } from '../../form/Form.tsx';
import { isDecimal, MoneyField, QuantityField } from '../../form/NumberFields.tsx';
import { JobTaskPicker } from '../../form/pickers.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { todayIn } from '../../util/days.ts';
import { useFirm, useMay } from '../../util/firm-context.ts';
import { isTouched } from './entry-state.ts';
import { Touched } from './Touched.tsx';

type CostDrawerProps = { job: Job; opened: boolean; onClose: () => void; entryId: string | undefined };

/** A cost of the job: a new one, or one of those that are there. */
export default function CostDrawer({ entryId, ...props }: CostDrawerProps) {
  const { data, error, refetch } = useQuery({
    ...resourceQuery<CostEntry>(`/cost-entries/${entryId ?? ''}`, {}, { changesWith: ['wip'] }),
    enabled: entryId !== undefined,
  });
  if (entryId === undefined) return <CostForm {...props} entry={undefined} />;
  if (data !== undefined) return <CostForm {...props} entry={data} />;
  return (
    <EditDrawer opened={props.opened} title="Cost" onClose={props.onClose}>
      {error === null ? (
        <Skeleton height={240} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </EditDrawer>
  );
}

type CostFields = {
  description: string;
  incurredOn: string;
  quantity: string;
  unitPrice: string;
  unitCost: string;
  supplier: string;
  code: string;
  jobTaskId: string;
  note: string;
  billable: boolean;
  estimated: boolean;
};

function fieldsOf(entry: CostEntry | undefined, today: string): CostFields {
  return {
    description: entry?.description ?? '',
    incurredOn: entry?.incurredOn ?? today,
    quantity: entry === undefined ? '1' : String(entry.quantity),
    unitPrice: entry?.unitPrice ?? '',
    unitCost: entry?.unitCost ?? '',
    supplier: entry?.supplier ?? '',
    code: entry?.code ?? '',
    jobTaskId: entry?.jobTaskId ?? '',
    note: entry?.note ?? '',
    billable: entry?.billable ?? true,
    estimated: entry === undefined ? false : !entry.actual,
  };
}

type CostFormProps = { job: Job; opened: boolean; onClose: () => void; entry: CostEntry | undefined };

function useCostForm({ job, entry, onClose }: CostFormProps) {
  const { timeZone } = useFirm();
  const initial = useMemo(() => fieldsOf(entry, todayIn(timeZone)), [entry, timeZone]);
  const names = ['description', 'incurredOn', 'quantity', 'unitPrice', 'unitCost', 'jobTaskId'] as const;
  return useRecordForm<CostFields>({
    id: entry === undefined ? `cost of job ${job.id}` : `cost entry ${entry.id}`,
    initial,
    bodyOf: ({ unitCost, estimated, ...fields }) => ({
      ...fields,
      jobId: job.id,
      jobTaskId: orNull(fields.jobTaskId),
      supplier: orNull(fields.supplier),
      code: orNull(fields.code),
      note: orNull(fields.note),
      ...(unitCost === '' ? {} : { unitCost }),
      actual: !estimated,
    }),
    check: ({ description, quantity, unitPrice, incurredOn }) => ({
      ...(description.trim() === '' ? { description: 'What was bought?' } : {}),
      ...(isDecimal(quantity, 3) ? {} : { quantity: 'A number such as 1.' }),
      ...(isDecimal(unitPrice) ? {} : { unitPrice: 'What the client pays for one.' }),
      ...(incurredOn === '' ? { incurredOn: 'A day is needed.' } : {}),
    }),
    ...(entry === undefined
      ? { pathOf: Object.fromEntries(names.map((name) => [name, `costs.0.${name}`])) }
      : {}),
    send: (body) =>
      entry === undefined
        ? { path: '/cost-entries', body: { costs: [body] } }
        : { path: `/cost-entries/${entry.id}`, method: 'PATCH', version: entry.version, body },
    changes: wipTopics,
    said: entry === undefined ? 'Cost recorded' : 'Cost changed',
    onSaved: onClose,
  });
}

function CostForm(props: CostFormProps) {
  const { job, opened, onClose, entry } = props;
  const { currency } = useFirm();
  const seesCost = useMay()('costRates.read');
  const form = useCostForm(props);
  const isFixed = entry !== undefined && (isTouched(entry) || entry.deleted);
  const fixed = { disabled: isFixed };
  return (
    <EditDrawer
      opened={opened}
      title={entry === undefined ? `Record a cost on ${job.number}` : entry.description}
      onClose={onClose}
      form={form}
    >
      <Form
        form={form}
        act={entry === undefined ? 'Record' : 'Save'}
        onCancel={onClose}
        actions={entry && !isFixed && <RemoveCost entry={entry} onDone={onClose} />}
      >
        {isFixed && <Touched jobId={job.id} entryId={entry.id} />}
        <TextField label="Description" required first {...fixed} {...form.field('description')} />
        <FieldRow>
          <DayField label="Day" required {...fixed} {...form.field('incurredOn')} />
          <QuantityField label="Quantity" required {...fixed} {...form.field('quantity')} />
        </FieldRow>
        <FieldRow>
          <MoneyField
            label="Price for the client"
            help="For one, without tax"
            required
            currency={job.currency}
            {...fixed}
            {...form.field('unitPrice')}
          />
          {seesCost && (
            <MoneyField
              label="Cost to the firm"
              help="For one, without tax"
              currency={currency}
              {...fixed}
              {...form.field('unitCost')}
            />
          )}
        </FieldRow>
        <FieldRow>
          <TextField label="Supplier" {...fixed} {...form.field('supplier')} />
          <TextField label="Code" {...fixed} {...form.field('code')} />
        </FieldRow>
        <JobTaskPicker label="Task" jobId={job.id} none="None" {...fixed} {...form.field('jobTaskId')} />
        <FlagField label="Billable" {...fixed} {...form.field('billable')} />
        <FlagField
          label="Only an estimate"
          help="It counts for nothing until it is actual."
          {...fixed}
          {...form.field('estimated')}
        />
        <LongTextField label="Note" rows={2} {...fixed} {...form.field('note')} />
      </Form>
    </EditDrawer>
  );
}

/** Done at once: Undo records the same again. */
function RemoveCost({ entry, onDone }: { entry: CostEntry; onDone: () => void }) {
  const { jobId, jobTaskId, incurredOn, description, code, supplier, note, quantity } = entry;
  const { unitPrice, unitCost, billable, actual } = entry;
  const restoring = useTell<void>({
    send: () => ({
      path: '/cost-entries',
      body: {
        costs: [
          {
            jobId,
            jobTaskId,
            incurredOn,
            description,
            code,
            supplier,
            note,
            quantity,
            unitPrice,
            unitCost,
            billable,
            actual,
          },
        ],
      },
    }),
    changes: wipTopics,
    said: () => `${description} is back`,
  });
  const removing = useTell<void>({
    send: () => ({ path: `/cost-entries/${entry.id}`, method: 'DELETE', version: entry.version }),
    changes: wipTopics,
    said: () => ({ text: `${description} removed`, onUndo: () => restoring.tell() }),
    onDone,
  });
  return (
    <Button variant="subtle" loading={removing.isBusy} onClick={() => removing.tell()}>
      Remove
    </Button>
  );
}
