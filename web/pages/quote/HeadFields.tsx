import { DayField } from '../../form/DayInput.tsx';
import { ChoiceField, LongTextField, TextField } from '../../form/fields.tsx';
import { FieldRow } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { ClientPicker, ContactPicker, JobPicker, TemplatePicker } from '../../form/pickers.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import type { QuoteFields } from './model.ts';
import classes from './editor.module.css';

type HeadFieldsProps = { form: RecordForm<QuoteFields>; currency: string; isNew: boolean };

/** For whom, for what, until when, and how it is priced. */
export function HeadFields({ form, currency, isNew }: HeadFieldsProps) {
  const { clientId, pricing } = form.values;
  return (
    <div className={classes.fields}>
      <FieldRow>
        <ClientPicker
          label="Client"
          required
          first={isNew && clientId === ''}
          {...form.field('clientId')}
          onChange={(id) => form.set({ clientId: id, contactId: '', jobId: '' })}
        />
        <TextField label="Name" required placeholder="What it offers" {...form.field('name')} />
      </FieldRow>
      <FieldRow>
        <JobPicker label="Job" none="A new one, once accepted" clientId={clientId} {...form.field('jobId')} />
        <ContactPicker label="Contact" none="None" clientId={clientId} {...form.field('contactId')} />
      </FieldRow>
      <FieldRow>
        <DayField label="Date" placeholder="The day it is issued" {...form.field('quotedOn')} />
        <DayField label="Valid until" placeholder="By the firm’s terms" {...form.field('validUntil')} />
      </FieldRow>
      <FieldRow>
        <ChoiceField
          label="Price"
          choices={[
            { value: 'calculated', label: 'Sum of the lines' },
            { value: 'fixed', label: 'Fixed total' },
          ]}
          {...form.field('pricing')}
        />
        {pricing === 'fixed' ? (
          <MoneyField label="Fixed total" currency={currency} required {...form.field('fixedTotal')} />
        ) : (
          <ChoiceField
            label="Amounts"
            choices={[
              { value: '', label: 'As the firm' },
              { value: 'exclusive', label: 'Without tax' },
              { value: 'inclusive', label: 'With tax' },
              { value: 'none', label: 'No tax' },
            ]}
            {...form.field('taxMode')}
          />
        )}
      </FieldRow>
    </div>
  );
}

/** What is printed around the lines, and what is not. */
export function Texts({ form }: { form: RecordForm<QuoteFields> }) {
  return (
    <div className={classes.fields}>
      <LongTextField label="Introduction" rows={2} help="Above the lines" {...form.field('introduction')} />
      <LongTextField label="Terms" rows={3} help="Below the total" {...form.field('terms')} />
      <FieldRow>
        <TemplatePicker label="Layout" none="The usual one" {...form.field('templateId')} />
        <TextField label="Note for the firm" help="Not printed" {...form.field('note')} />
      </FieldRow>
    </div>
  );
}
