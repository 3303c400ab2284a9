import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { changeFirmRequest } from '#contract/firms/firms.ts';
import { firmQuery, type Firm } from '../../api/settings.ts';
import { ChoiceField, FlagField, TextField } from '../../form/fields.tsx';
import { FieldRow, Form, Section } from '../../form/Form.tsx';
import { DurationField, durationText, minutesOf } from '../../form/NumberFields.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useMay } from '../../util/firm-context.ts';
import { Answered, Changeable, SectionHead } from './parts.tsx';
import classes from './settings.module.css';

export function TimeSection() {
  const query = useQuery(firmQuery());
  return (
    <>
      <SectionHead title="Time">
        How time is rounded for billing, how long a day is, and whether weeks are said to be done.
      </SectionHead>
      <Answered query={query}>{(firm) => <TimeForm firm={firm} />}</Answered>
    </>
  );
}

type Fields = {
  roundingIncrementMinutes: string;
  roundingDirection: Firm['roundingDirection'];
  workingMinutesPerDay: string;
  weeksAreSubmitted: boolean;
  dailyMinutesMax: string;
  dailyMinutesAction: Firm['dailyMinutesAction'];
  futureDaysMax: string;
};

function fieldsOf(firm: Firm): Fields {
  return {
    roundingIncrementMinutes: String(firm.roundingIncrementMinutes),
    roundingDirection: firm.roundingDirection,
    workingMinutesPerDay: durationText(firm.workingMinutesPerDay),
    weeksAreSubmitted: firm.weeksAreSubmitted,
    dailyMinutesMax: durationText(firm.dailyMinutesMax),
    dailyMinutesAction: firm.dailyMinutesAction,
    futureDaysMax: String(firm.futureDaysMax),
  };
}

function bodyOf(fields: Fields): unknown {
  return {
    ...fields,
    roundingIncrementMinutes: Number(fields.roundingIncrementMinutes),
    workingMinutesPerDay: minutesOf(fields.workingMinutesPerDay),
    dailyMinutesMax: minutesOf(fields.dailyMinutesMax),
    futureDaysMax: Number(fields.futureDaysMax),
  };
}

function check(fields: Fields) {
  const day = minutesOf(fields.workingMinutesPerDay);
  const most = minutesOf(fields.dailyMinutesMax);
  return {
    ...(day === undefined || day > 1440
      ? { workingMinutesPerDay: 'A duration of at most 24 hours, such as 8 or 7:30.' }
      : {}),
    ...(most === undefined || most < 1 ? { dailyMinutesMax: 'A duration, such as 24.' } : {}),
    ...(/^\d{1,3}$/.test(fields.futureDaysMax) && Number(fields.futureDaysMax) <= 366
      ? {}
      : { futureDaysMax: 'From 0 to 366 days.' }),
  };
}

function TimeForm({ firm }: { firm: Firm }) {
  const may = useMay()('firm.settings');
  const initial = useMemo(() => fieldsOf(firm), [firm]);
  const form = useRecordForm<Fields, Firm>({
    id: 'settings time',
    initial,
    schema: changeFirmRequest,
    bodyOf,
    check,
    send: (body) => ({ path: '/firm', method: 'PATCH', version: firm.version, body }),
    changes: ['firm', 'timesheets'],
    said: 'Saved',
  });
  return (
    <Changeable may={may} who="an owner">
      <Form form={form} act="Save">
        <Rounding form={form} />
        <WorkingWeek form={form} />
        <Guards form={form} />
      </Form>
    </Changeable>
  );
}

const steps = [
  { value: '1', label: 'To the minute' },
  { value: '6', label: 'Steps of 6 minutes' },
  { value: '15', label: 'Steps of 15 minutes' },
  { value: '30', label: 'Steps of 30 minutes' },
] as const;

const directions = [
  { value: 'up', label: 'Up' },
  { value: 'nearest', label: 'To the nearest' },
  { value: 'down', label: 'Down' },
] as const;

type PartProps = { form: RecordForm<Fields> };

function Rounding({ form }: PartProps) {
  return (
    <Section
      title="Rounding"
      help="Of what is billed; the minutes worked are kept. Clients and jobs may have rules of their own."
    >
      <FieldRow>
        <ChoiceField
          label="Each entry is rounded"
          choices={steps}
          {...form.field('roundingIncrementMinutes')}
        />
        {form.values.roundingIncrementMinutes !== '1' && (
          <ChoiceField label="Which way" choices={directions} {...form.field('roundingDirection')} />
        )}
      </FieldRow>
    </Section>
  );
}

function WorkingWeek({ form }: PartProps) {
  return (
    <Section title="The working week" help="What timesheets are held against.">
      <div className={classes.narrow}>
        <DurationField
          label="Hours of a working day"
          help="Monday to Friday, for whoever has no week of their own"
          {...form.field('workingMinutesPerDay')}
        />
      </div>
      <FlagField
        label="Everybody says when a week is done"
        help="Closing a period then shows the weeks that are not."
        {...form.field('weeksAreSubmitted')}
      />
    </Section>
  );
}

const actions = [
  { value: 'warn', label: 'Warned about' },
  { value: 'refuse', label: 'Refused' },
] as const;

function Guards({ form }: PartProps) {
  return (
    <Section
      title="Slips of the keyboard"
      help="What is stopped, or asked about, before it gets into the books."
    >
      <FieldRow>
        <DurationField
          label="Most per person a day"
          help="All entries of a day together"
          {...form.field('dailyMinutesMax')}
        />
        <ChoiceField
          label="More than that is"
          help="A warning is saved, a refusal is not"
          choices={actions}
          {...form.field('dailyMinutesAction')}
        />
        <TextField
          label="Days ahead allowed"
          help="0: no time is dated later than today"
          {...form.field('futureDaysMax')}
        />
      </FieldRow>
    </Section>
  );
}
