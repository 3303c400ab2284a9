import { useMemo } from 'react';
import { currencyCodes } from '#core/money/currencies.ts';
import type { Client } from '../../api/clients.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { ChoiceField, FlagField, LongTextField, TextField } from '../../form/fields.tsx';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import { StaffPicker, TaxPicker } from '../../form/pickers.tsx';
import { useRecordForm, type RecordForm } from '../../form/useRecordForm.ts';
import { useFirm } from '../../util/firm-context.ts';
import type { ClientFields } from './client-form.ts';
import { clientFormOptions, fieldsOf, takesAnchor } from './client-form.ts';
import { scheduleChoices } from './words.ts';

type ClientDrawerProps = {
  opened: boolean;
  /** The client to change; a new one without it. */
  client?: Client;
  onClose: () => void;
  onSaved?: (client: Client) => void;
};

export function ClientDrawer({ opened, client, onClose, onSaved }: ClientDrawerProps) {
  const { currency } = useFirm();
  const initial = useMemo(() => fieldsOf(client, currency), [client, currency]);
  const form = useRecordForm<ClientFields, Client>({
    ...clientFormOptions(client),
    initial,
    said: (saved) => (client === undefined ? `${saved.name} added` : `${saved.name} saved`),
    onSaved: (saved) => {
      onClose();
      onSaved?.(saved);
    },
  });
  const isNew = client === undefined;
  return (
    <EditDrawer
      opened={opened}
      title={isNew ? 'Add a client' : `Change ${client.name}`}
      onClose={onClose}
      form={form}
    >
      <Form form={form} act={isNew ? 'Add the client' : 'Save'} onCancel={onClose}>
        <Who form={form} />
        <Billing form={form} />
        <Taxes form={form} />
        <Time form={form} />
      </Form>
    </EditDrawer>
  );
}

type PartProps = { form: RecordForm<ClientFields> };

function Who({ form }: PartProps) {
  return (
    <>
      <TextField label="Name" required first {...form.field('name')} />
      <FieldRow>
        <TextField label="E-mail" type="email" {...form.field('email')} />
        <TextField label="Phone" type="tel" {...form.field('phone')} />
      </FieldRow>
      <FieldRow>
        <StaffPicker label="Account manager" {...form.field('accountManagerId')} />
        <StaffPicker label="Job manager" help="Of new jobs" {...form.field('jobManagerId')} />
      </FieldRow>
      <LongTextField label="Address" rows={2} {...form.field('address')} />
      <LongTextField label="Postal address" rows={2} {...form.field('postalAddress')} />
      <TextField label="Website" type="url" {...form.field('website')} />
    </>
  );
}

const dueChoices = [
  { value: '', label: 'By the firm’s terms' },
  { value: 'daysAfter', label: 'Days after the invoice' },
  { value: 'dayOfNextMonth', label: 'On a day of the next month' },
] as const;

function Billing({ form }: PartProps) {
  const { dueRule } = form.values;
  return (
    <Section title="Billing" help="What billing runs go by, and where invoices go.">
      <FieldRow>
        <ChoiceField label="Billed" choices={scheduleChoices} {...form.field('schedule')} />
        {takesAnchor(form.values) && (
          <DayField label="A last day of the period" {...form.field('anchorOn')} />
        )}
      </FieldRow>
      <FieldRow>
        <ChoiceField label="Due" choices={dueChoices} {...form.field('dueRule')} />
        {dueRule !== '' && (
          <TextField
            label={dueRule === 'daysAfter' ? 'Days' : 'Day of the month'}
            {...form.field('dueDays')}
          />
        )}
      </FieldRow>
      <FieldRow>
        <TextField
          label="E-mail for invoices"
          help="Else to the primary contact"
          type="email"
          {...form.field('billingEmail')}
        />
        <ChoiceField
          label="Currency"
          help="Settled once there are jobs"
          choices={currencyCodes.map((value) => ({ value, label: value }))}
          {...form.field('currency')}
        />
      </FieldRow>
    </Section>
  );
}

function Taxes({ form }: PartProps) {
  return (
    <Section title="Tax and accounting">
      <FlagField label="No tax at all on its invoices" {...form.field('taxExempt')} />
      <FieldRow>
        <TaxPicker
          label="Tax"
          none="The firm’s tax"
          disabled={form.values.taxExempt}
          {...form.field('taxId')}
        />
        <TextField label="Tax number" {...form.field('taxNumber')} />
      </FieldRow>
      <TextField
        label="Export code"
        help="What the accounting system calls the client"
        {...form.field('exportCode')}
      />
    </Section>
  );
}

const roundingChoices = [
  { value: '', label: 'As the firm' },
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

function Time({ form }: PartProps) {
  const { roundingStep } = form.values;
  return (
    <Section title="Rounding of time" help="Of what is billed; the minutes worked are kept.">
      <FieldRow>
        <ChoiceField label="Rounded" choices={roundingChoices} {...form.field('roundingStep')} />
        {roundingStep !== '' && roundingStep !== '1' && (
          <ChoiceField label="Which way" choices={directionChoices} {...form.field('roundingDirection')} />
        )}
      </FieldRow>
    </Section>
  );
}
