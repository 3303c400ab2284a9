import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { changeFirmRequest } from '#contract/firms/firms.ts';
import { firmQuery, type Firm } from '../../api/settings.ts';
import { ChoiceField, TextField } from '../../form/fields.tsx';
import { FieldRow, Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { useMay } from '../../util/firm-context.ts';
import { Answered, Changeable, SectionHead } from './parts.tsx';

export function FirmSection() {
  const query = useQuery(firmQuery());
  return (
    <>
      <SectionHead title="The firm">How it is called, and how it writes days and figures.</SectionHead>
      <Answered query={query}>{(firm) => <FirmForm firm={firm} />}</Answered>
    </>
  );
}

function FirmForm({ firm }: { firm: Firm }) {
  const may = useMay()('firm.settings');
  const initial = useMemo(
    () => ({
      name: firm.name,
      locale: firm.locale,
      timeZone: firm.timeZone,
      weekStartsOn: String(firm.weekStartsOn),
      jobNumberPrefix: firm.jobNumberPrefix,
    }),
    [firm],
  );
  const form = useRecordForm<typeof initial, Firm>({
    id: 'settings firm',
    initial,
    schema: changeFirmRequest,
    bodyOf: (fields) => ({ ...fields, weekStartsOn: Number(fields.weekStartsOn) }),
    send: (body) => ({ path: '/firm', method: 'PATCH', version: firm.version, body }),
    changes: ['firm', 'session'],
    said: 'Saved',
  });
  return (
    <Changeable may={may} who="an owner">
      <Form form={form} act="Save">
        <TextField
          label="Name"
          required
          help="As people see it here; invoices have the legal name of the letterhead"
          {...form.field('name')}
        />
        <FieldRow>
          <ChoiceField
            label="Language of days and figures"
            help="How both are written, on the screen and on documents"
            searchable
            choices={localeChoices(firm.locale)}
            {...form.field('locale')}
          />
          <ChoiceField
            label="Time zone"
            help="Decides which day it is"
            searchable
            choices={zoneChoices(firm.timeZone)}
            {...form.field('timeZone')}
          />
        </FieldRow>
        <FieldRow>
          <ChoiceField
            label="The week begins on"
            help="Timesheets begin with it"
            choices={weekDays}
            {...form.field('weekStartsOn')}
          />
          <TextField
            label="Job numbers begin with"
            help="Of jobs that get the next number"
            {...form.field('jobNumberPrefix')}
          />
        </FieldRow>
        <p className="quiet">
          {`The books are in ${firm.currency}: that was settled when the firm was set up. Clients may have other currencies.`}
        </p>
      </Form>
    </Changeable>
  );
}

const weekDays = [
  { value: '1', label: 'Monday' },
  { value: '2', label: 'Tuesday' },
  { value: '3', label: 'Wednesday' },
  { value: '4', label: 'Thursday' },
  { value: '5', label: 'Friday' },
  { value: '6', label: 'Saturday' },
  { value: '7', label: 'Sunday' },
] as const;

const locales = [
  'en-NZ',
  'en-AU',
  'en-GB',
  'en-IE',
  'en-US',
  'en-CA',
  'fr-CA',
  'en-SG',
  'en-ZA',
  'de-DE',
  'de-CH',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pt-PT',
  'pl-PL',
  'cs-CZ',
  'da-DK',
  'sv-SE',
  'nb-NO',
  'fi-FI',
];

/** Each with how it writes an amount, for that is what one chooses it by. */
function localeChoices(current: string) {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  return [...new Set([current, ...locales])].map((value) => ({
    value,
    label: `${names.of(value) ?? value}  ${new Intl.NumberFormat(value, { minimumFractionDigits: 2 }).format(1234.5)}`,
  }));
}

function zoneChoices(current: string) {
  return [...new Set([current, 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }));
}
