import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { billingSettingsChange } from '#contract/billing-settings/settings.ts';
import { billingSettingsQuery, type BillingSettings } from '../../api/settings.ts';
import { ChoiceField, LongTextField, TextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import { TaxPicker } from '../../form/pickers.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useMay } from '../../util/firm-context.ts';
import { Answered, Changeable, SectionHead } from './parts.tsx';

export function BillingSection() {
  const query = useQuery(billingSettingsQuery());
  return (
    <>
      <SectionHead title="Letterhead and terms">
        What is printed on invoices and quotes. Documents that are approved or issued stay as they were.
      </SectionHead>
      <Answered query={query}>{(settings) => <BillingForm settings={settings} />}</Answered>
    </>
  );
}

function fieldsOf(settings: BillingSettings) {
  return {
    legalName: settings.legalName ?? '',
    taxNumber: settings.taxNumber ?? '',
    address: settings.address ?? '',
    email: settings.email ?? '',
    phone: settings.phone ?? '',
    website: settings.website ?? '',
    paymentDetails: settings.paymentDetails ?? '',
    taxMode: settings.taxMode,
    taxRounding: settings.taxRounding,
    taxHalf: settings.taxHalf,
    defaultTaxId: settings.defaultTaxId ?? '',
    dueRule: settings.due.rule,
    dueDays: String(settings.due.days),
    quoteValidDays: String(settings.quoteValidDays),
  };
}

type Fields = ReturnType<typeof fieldsOf>;

function bodyOf(fields: Fields): unknown {
  const { taxMode, taxRounding, taxHalf } = fields;
  return {
    legalName: orNull(fields.legalName),
    taxNumber: orNull(fields.taxNumber),
    address: orNull(fields.address),
    email: orNull(fields.email),
    phone: orNull(fields.phone),
    website: orNull(fields.website),
    paymentDetails: orNull(fields.paymentDetails),
    taxMode,
    taxRounding,
    taxHalf,
    defaultTaxId: orNull(fields.defaultTaxId),
    due: { rule: fields.dueRule, days: Number(fields.dueDays) },
    quoteValidDays: Number(fields.quoteValidDays),
  };
}

function check({ dueRule, dueDays, quoteValidDays }: Fields) {
  const days = /^\d{1,3}$/.test(dueDays) ? Number(dueDays) : -1;
  const valid = /^\d{1,3}$/.test(quoteValidDays) ? Number(quoteValidDays) : 0;
  return {
    ...(dueRule === 'daysAfter' && (days < 0 || days > 365) ? { dueDays: 'From 0 to 365 days.' } : {}),
    ...(dueRule === 'dayOfNextMonth' && (days < 1 || days > 31)
      ? { dueDays: 'A day of the month, from 1 to 31.' }
      : {}),
    ...(valid < 1 || valid > 365 ? { quoteValidDays: 'From 1 to 365 days.' } : {}),
  };
}

function BillingForm({ settings }: { settings: BillingSettings }) {
  const may = useMay()('billing.settings');
  const initial = useMemo(() => fieldsOf(settings), [settings]);
  const form = useRecordForm<Fields, BillingSettings>({
    id: 'settings billing',
    initial,
    schema: billingSettingsChange,
    pathOf: { dueRule: 'due.rule', dueDays: 'due.days' },
    bodyOf,
    check,
    send: (body) => ({ path: '/billing-settings', method: 'PATCH', version: settings.version, body }),
    changes: ['billing-settings', 'document-templates'],
    said: 'Saved',
  });
  return (
    <Changeable may={may} who="an owner or a bookkeeper">
      <Form form={form} act="Save">
        <Letterhead form={form} />
        <Terms form={form} />
        <TaxRules form={form} />
      </Form>
    </Changeable>
  );
}

type PartProps = { form: RecordForm<Fields> };

function Letterhead({ form }: PartProps) {
  return (
    <>
      <FieldRow>
        <TextField
          label="Legal name"
          placeholder="The name of the firm"
          help="As printed; empty, the name of the firm"
          autoComplete="organization"
          {...form.field('legalName')}
        />
        <TextField label="Tax number" help="Such as a GST or VAT number" {...form.field('taxNumber')} />
      </FieldRow>
      <LongTextField label="Address" rows={3} {...form.field('address')} />
      <FieldRow>
        <TextField label="E-mail" type="email" help="Replies go here" {...form.field('email')} />
        <TextField label="Phone" type="tel" {...form.field('phone')} />
      </FieldRow>
      <TextField label="Website" {...form.field('website')} />
      <LongTextField
        label="How to pay"
        help="As printed on invoices: the bank account, and what to quote"
        rows={3}
        {...form.field('paymentDetails')}
      />
    </>
  );
}

const dueRules = [
  { value: 'daysAfter', label: 'Days after the invoice' },
  { value: 'dayOfNextMonth', label: 'On a day of the next month' },
] as const;

function Terms({ form }: PartProps) {
  return (
    <Section title="Terms" help="Clients may have terms of their own.">
      <FieldRow>
        <ChoiceField
          label="Invoices are due"
          help="Printed as the day they are due"
          choices={dueRules}
          {...form.field('dueRule')}
        />
        <TextField
          label={form.values.dueRule === 'daysAfter' ? 'Days' : 'Day of the month'}
          {...form.field('dueDays')}
        />
        <TextField
          label="Days that a quote holds"
          help="Until then it can be accepted"
          {...form.field('quoteValidDays')}
        />
      </FieldRow>
    </Section>
  );
}

const taxModes = [
  { value: 'exclusive', label: 'Without tax; tax is added' },
  { value: 'inclusive', label: 'With tax in them' },
  { value: 'none', label: 'No tax is charged at all' },
] as const;

const roundings = [
  { value: 'line', label: 'On each line' },
  { value: 'total', label: 'Once, on the total' },
] as const;

const halves = [
  { value: 'up', label: 'Goes up, as in Australia' },
  { value: 'down', label: 'Is dropped, as in New Zealand' },
] as const;

function TaxRules({ form }: PartProps) {
  const isTaxed = form.values.taxMode !== 'none';
  return (
    <Section title="Tax" help="WIP is always without tax.">
      <FieldRow>
        <ChoiceField
          label="Amounts are typed and printed"
          help="On new documents; those that are there stay"
          choices={taxModes}
          {...form.field('taxMode')}
        />
        {isTaxed && (
          <TaxPicker
            label="Tax, unless the client has one"
            help="Of lines that say nothing else"
            none="None"
            {...form.field('defaultTaxId')}
          />
        )}
      </FieldRow>
      {isTaxed && (
        <FieldRow>
          <ChoiceField
            label="Tax is rounded"
            help="To the cent, or what the currency has"
            choices={roundings}
            {...form.field('taxRounding')}
          />
          <ChoiceField
            label="Half a cent of tax"
            help="Where the rule of the country differs"
            choices={halves}
            {...form.field('taxHalf')}
          />
        </FieldRow>
      )}
    </Section>
  );
}
