import { useMemo, useState } from 'react';
import type { Job } from '../../api/jobs.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, FlagField, KnownTextField, LongTextField, TextField } from '../../form/fields.tsx';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { ClientPicker, JobStatePicker, StaffPicker, TaskPicker } from '../../form/pickers.tsx';
import { useRecordForm, type RecordForm } from '../../form/useRecordForm.ts';
import { useFirm, useMay } from '../../util/firm-context.ts';
import type { JobFields } from './job-form.ts';
import { fieldsOf, jobFormOptions } from './job-form.ts';
import classes from './jobs.module.css';

type JobDrawerProps = {
  opened: boolean;
  /** The job to change; a new one without it. */
  job?: Job;
  /** Whose the new job is, where that is known. */
  clientId?: string;
  onClose: () => void;
  onSaved?: (job: Job) => void;
};

export function JobDrawer({ opened, job, clientId = '', onClose, onSaved }: JobDrawerProps) {
  const seesMoney = useMay()('wip.read');
  const { currency } = useFirm();
  const [clientCurrency, setClientCurrency] = useState<string>();
  const initial = useMemo(() => fieldsOf(job, clientId), [job, clientId]);
  const form = useRecordForm<JobFields, Job>({
    ...jobFormOptions({ job, clientId, seesMoney }),
    initial,
    said: (saved) => `${saved.number} ${saved.name} ${job === undefined ? 'added' : 'saved'}`,
    onSaved: (saved) => {
      // Whoever goes on from here leaves the address of the form behind; both at once would be two ways.
      if (onSaved) onSaved(saved);
      else onClose();
    },
  });
  const isNew = job === undefined;
  return (
    <EditDrawer
      opened={opened}
      title={isNew ? 'Add a job' : `Change ${job.number} ${job.name}`}
      onClose={onClose}
      form={form}
    >
      <Form form={form} act={isNew ? 'Add the job' : 'Save'} onCancel={onClose}>
        <What form={form} isNew={isNew} onCurrency={setClientCurrency} />
        {isNew && <Tasks form={form} />}
        <Who form={form} />
        <Billing form={form} currency={job?.currency ?? clientCurrency ?? currency} seesMoney={seesMoney} />
      </Form>
    </EditDrawer>
  );
}

type PartProps = { form: RecordForm<JobFields> };

function What({
  form,
  isNew,
  onCurrency,
}: PartProps & { isNew: boolean; onCurrency: (currency: string) => void }) {
  return (
    <>
      <ClientPicker
        label="Client"
        required
        first={isNew && form.values.clientId === ''}
        {...form.field('clientId')}
        onPick={({ currency }) => onCurrency(currency)}
      />
      <TextField label="Name" required first={form.values.clientId !== ''} {...form.field('name')} />
      <FieldRow>
        <TextField
          label="Number"
          {...(isNew ? { placeholder: 'The next number' } : {})}
          {...form.field('number')}
        />
        <JobStatePicker label="State" required={!isNew} none="The first state" {...form.field('stateId')} />
      </FieldRow>
      <FieldRow>
        <DayField label="Starts" {...form.field('startOn')} />
        <DayField label="Due" {...form.field('dueOn')} />
      </FieldRow>
      <LongTextField label="Description" rows={2} {...form.field('description')} />
    </>
  );
}

/** Tasks of the library, chosen one after the other. */
function Tasks({ form }: PartProps) {
  const { tasks } = form.values;
  return (
    <Section title="Tasks" help="What time is recorded on. More can be added later.">
      {tasks.length > 0 && (
        <ul className={classes.chosen} aria-label="Tasks of the job">
          {tasks.map(({ id, name }) => (
            <li key={id}>
              {name}
              <button
                type="button"
                aria-label={`Leave out ${name}`}
                onClick={() => form.set({ tasks: tasks.filter((each) => each.id !== id) })}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <TaskPicker
        label="Add a task"
        name="tasks"
        value=""
        error={form.errorAt('tasks')}
        onBlur={() => undefined}
        onChange={() => undefined}
        onPick={({ id, name }) =>
          tasks.every((each) => each.id !== id) && form.set({ tasks: [...tasks, { id, name }] })
        }
      />
    </Section>
  );
}

function Who({ form }: PartProps) {
  return (
    <Section title="Who and where it belongs">
      <FieldRow>
        <StaffPicker label="Manager" {...form.field('managerId')} />
        <StaffPicker label="Partner" {...form.field('partnerId')} />
      </FieldRow>
      <FieldRow>
        <KnownTextField label="Category" path="/jobs/categories" {...form.field('category')} />
        <TextField label="Client’s order number" {...form.field('clientOrderNumber')} />
      </FieldRow>
    </Section>
  );
}

const basisChoices = [
  { value: 'task', label: 'By what is done' },
  { value: 'staff', label: 'By who does it' },
] as const;

const roundingChoices = [
  { value: '', label: 'As the client' },
  { value: '1', label: 'To the minute' },
  { value: '6', label: 'Steps of 6 minutes' },
  { value: '15', label: 'Steps of 15 minutes' },
  { value: '30', label: 'Steps of 30 minutes' },
] as const;

const directionChoices = [
  { value: 'up', label: 'Up' },
  { value: 'nearest', label: 'To the nearest' },
  { value: 'down', label: 'Down' },
] as const;

function Billing({ form, currency, seesMoney }: PartProps & { currency: string; seesMoney: boolean }) {
  const { roundingStep } = form.values;
  return (
    <Section title="Billing">
      <FieldRow>
        {seesMoney && <MoneyField label="Budget" currency={currency} {...form.field('budget')} />}
        <ChoiceField label="Time is priced" choices={basisChoices} {...form.field('rateBasis')} />
      </FieldRow>
      <FieldRow>
        <ChoiceField label="Time is rounded" choices={roundingChoices} {...form.field('roundingStep')} />
        {roundingStep !== '' && roundingStep !== '1' && (
          <ChoiceField label="Which way" choices={directionChoices} {...form.field('roundingDirection')} />
        )}
      </FieldRow>
      <FlagField
        label="Excluded from Estimated Billings"
        help="The job accrues no WIP; its entries stand at value 0."
        {...form.field('excluded')}
      />
    </Section>
  );
}
