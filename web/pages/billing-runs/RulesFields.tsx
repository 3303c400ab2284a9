// The rules of a billing run as fields: when, which jobs, what becomes of their work, and what the invoices are like.

import { Button } from '@mantine/core';
import { clientSource, jobSource, staffSource } from '../../form/entities.ts';
import { EntitiesField } from '../../form/EntitiesField.tsx';
import { DayField } from '../../form/DayInput.tsx';
import { ChoiceField, FlagField, TextField } from '../../form/fields.tsx';
import { FieldRow, Section } from '../../form/Form.tsx';
import { MoneyField } from '../../form/NumberFields.tsx';
import { ReasonPicker, SeriesPicker, TemplatePicker } from '../../form/pickers.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { Icon } from '../../ui/icons.tsx';
import { useFirm } from '../../util/firm-context.ts';
import classes from './billing-runs.module.css';
import type { DayName, RuleFields, Stage } from './rules-form.ts';
import { stagesOf, textOfStages } from './rules-form.ts';
import { dayRuleChoices, layoutChoices, reviewerChoices } from './words.ts';

type PartProps = { form: RecordForm<RuleFields> };

export function RulesFields({ form }: PartProps) {
  return (
    <>
      <When form={form} />
      <Which form={form} />
      <Work form={form} />
      <Invoices form={form} />
      <Review form={form} />
    </>
  );
}

function When({ form }: PartProps) {
  return (
    <Section title="When">
      <DayRuleField form={form} name="cutOff" label="Work up to" />
      <DayRuleField form={form} name="invoiced" label="Invoices dated" />
      <DayRuleField form={form} name="due" label="Due" none="By the terms of each client" />
      <DayRuleField form={form} name="periodFrom" label="Printed period from" none="Not printed" />
      <DayRuleField form={form} name="periodTo" label="Printed period to" none="Not printed" />
    </Section>
  );
}

type DayRuleFieldProps = PartProps & { name: DayName; label: string; none?: string };

function DayRuleField({ form, name, label, none }: DayRuleFieldProps) {
  const choices = none === undefined ? dayRuleChoices : [{ value: '', label: none }, ...dayRuleChoices];
  return (
    <FieldRow>
      <ChoiceField label={label} choices={choices} {...form.field(name)} />
      {form.values[name] === 'day' && <DayField label={`${label}: day`} {...form.field(`${name}Day`)} />}
    </FieldRow>
  );
}

const scheduleChoices = [
  { value: 'any', label: 'All clients' },
  { value: 'due', label: 'Clients whose billing schedule is due' },
] as const;

const signChoices = [
  { value: 'any', label: 'Whatever their WIP' },
  { value: 'positive', label: 'Not those with negative WIP' },
] as const;

function Which({ form }: PartProps) {
  const { currency } = useFirm();
  return (
    <Section title="Which jobs" help="All that can be billed, unless narrowed here.">
      <EntitiesField label="Only these clients" source={clientSource} {...form.field('clientIds')} />
      <EntitiesField label="Only these jobs" source={jobSource} {...form.field('jobIds')} />
      <FieldRow>
        <EntitiesField label="Only these managers" source={staffSource} {...form.field('managerIds')} />
        <EntitiesField label="Only these partners" source={staffSource} {...form.field('partnerIds')} />
      </FieldRow>
      <TextField label="Only these categories" help="With commas between" {...form.field('categories')} />
      <FieldRow>
        <ChoiceField label="Schedules" choices={scheduleChoices} {...form.field('schedule')} />
        <ChoiceField label="Jobs" choices={signChoices} {...form.field('sign')} />
      </FieldRow>
      <MoneyField
        label="No invoice below"
        help="Without tax, in the currency of the invoice"
        currency={currency}
        {...form.field('minimumAmount')}
      />
    </Section>
  );
}

const interimChoices = [
  { value: 'absorb', label: 'are absorbed' },
  { value: 'leave', label: 'stay open' },
] as const;

const quotedChoices = [
  { value: 'leave', label: 'are left out' },
  { value: 'actual', label: 'are billed by their work' },
  { value: 'finalWhenCompleted', label: 'are billed by the rest of the quote, once completed' },
] as const;

function Work({ form }: PartProps) {
  const { currency } = useFirm();
  return (
    <Section title="What becomes of the work">
      <FieldRow>
        <TextField
          label="Carry work younger than"
          help="So many days before the cut-off"
          placeholder="No carrying"
          {...form.field('carryYoungerThanDays')}
        />
        <MoneyField
          label="Write off jobs worth less than"
          help="Instead of an invoice"
          currency={currency}
          {...form.field('writeOffBelow')}
        />
      </FieldRow>
      {form.values.writeOffBelow !== '' && (
        <ReasonPicker label="Because of" {...form.field('writeOffReasonId')} />
      )}
      <FieldRow>
        <ChoiceField label="Interims" choices={interimChoices} {...form.field('interims')} />
        <ChoiceField label="Quoted jobs" choices={quotedChoices} {...form.field('quotedJobs')} />
      </FieldRow>
      <FlagField label="Completed jobs get a final invoice" {...form.field('finalWhenCompleted')} />
    </Section>
  );
}

const groupingChoices = [
  { value: 'job', label: 'For each job' },
  { value: 'client', label: 'For each client' },
] as const;

const taxChoices = [
  { value: '', label: 'As the firm' },
  { value: 'exclusive', label: 'Tax on top' },
  { value: 'inclusive', label: 'Tax included' },
  { value: 'none', label: 'No tax' },
] as const;

function Invoices({ form }: PartProps) {
  return (
    <Section title="The invoices">
      <FieldRow>
        <ChoiceField label="One" choices={groupingChoices} {...form.field('grouping')} />
        <ChoiceField label="Lines" choices={layoutChoices} {...form.field('layout')} />
      </FieldRow>
      <FieldRow>
        <SeriesPicker label="Numbers" none="The usual series" {...form.field('seriesId')} />
        <TemplatePicker label="Template" none="The client’s or the usual" {...form.field('templateId')} />
      </FieldRow>
      <ChoiceField label="Prices" choices={taxChoices} {...form.field('taxMode')} />
    </Section>
  );
}

const approvalChoices = [
  { value: 'afterReview', label: 'Made as drafts, to be looked at first' },
  { value: 'immediately', label: 'Approved and numbered as they are made' },
] as const;

const stagesMax = 5;

function Review({ form }: PartProps) {
  const field = form.field('stages');
  const stages = stagesOf(field.value);
  const put = (next: readonly Stage[]) => field.onChange(textOfStages(next));
  const change = (place: number, to: Partial<Stage>) =>
    put(stages.map((stage, at) => (at === place ? { ...stage, ...to } : stage)));
  return (
    <Section title="Review">
      <ChoiceField label="Invoices are" choices={approvalChoices} {...form.field('approval')} />
      {form.values.approval === 'afterReview' && (
        <>
          {stages.map((stage, place) => (
            <div key={place} className={classes.stage}>
              <TextField
                label={`Stage ${place + 1}`}
                name={`stage ${place}`}
                value={stage.name}
                onChange={(name) => change(place, { name })}
                onBlur={field.onBlur}
                error={undefined}
              />
              <ChoiceField
                label="Passed by"
                choices={reviewerChoices}
                name={`reviewer ${place}`}
                value={stage.reviewer}
                onChange={(reviewer) => change(place, { reviewer })}
                onBlur={field.onBlur}
                error={undefined}
              />
              <Button
                variant="subtle"
                aria-label={`Take off stage ${place + 1}`}
                onClick={() => put(stages.filter((_, at) => at !== place))}
              >
                <Icon name="close" />
              </Button>
            </div>
          ))}
          {field.error !== undefined && <p className={classes.error}>{field.error}</p>}
          {stages.length < stagesMax && (
            <Button
              variant="default"
              size="xs"
              onClick={() => put([...stages, { name: firstName(stages.length), reviewer: 'manager' }])}
            >
              Add a stage
            </Button>
          )}
        </>
      )}
    </Section>
  );
}

function firstName(place: number): string {
  return ['Manager', 'Partner', 'Books'][place] ?? `Stage ${place + 1}`;
}
