// Exports of time trackers: Toggl, Clockify, Harvest, and the generic layout that several trackers share. Their
// projects are jobs. None of them gives its rows an id, so each row carries a fingerprint.
//
// Where a row has both a duration and its two times, the duration counts: it is what the tracker bills.

import type {
  ImportedJob,
  ImportedJobTask,
  ImportedRecord,
  ImportedTimeEntry,
  Reference,
} from '../../model.ts';
import type { FieldReader, MinutesField } from '../field-reader.ts';
import { assumeUtcDay, present, reference } from '../field-reader.ts';
import { quoted } from '../outcome.ts';
import { minutesFromSeconds, readInstant, secondsBetween } from '../values.ts';
import type { CsvContext, CsvLayout } from './layout.ts';
import { date, hours, number, optional, text, withCurrency } from './layout.ts';

const tracker = { isStrict: false, isDateOrderFixed: false } as const;

const toggl: CsvLayout = {
  ...tracker,
  id: 'toggl-time',
  title: 'Toggl time entries',
  dateOrder: 'monthDayYear',
  columns: [
    text('User', 'Member'),
    optional(text('Email')),
    optional(text('Client')),
    optional(text('Project')),
    optional(text('Task')),
    text('Description'),
    text('Billable'),
    date('Start date'),
    text('Start time'),
    optional(date('End date', 'Stop date')),
    optional(text('End time', 'Stop time')),
    hours('Duration'),
    optional(text('Tags')),
    optional(withCurrency(number('Amount'))),
  ],
  read: (row, context) => [
    trackedEntry(row, {
      staff: { name: row.text('User'), email: row.text('Email') },
      date: row.requiredDate('Start date'),
      ...minutesOf(row, 'Duration'),
      billable: row.requiredYesNo('Billable'),
      note: row.text('Description'),
      start: row.toldTime('Start time'),
      end: row.toldTime('End time'),
      amount: row.decimal('Amount'),
      currency: context.currency,
    }),
  ],
};

const clockifyTime: CsvLayout = {
  ...tracker,
  id: 'clockify-time',
  title: 'Clockify time entries',
  dateOrder: 'monthDayYear',
  columns: [
    text('Project'),
    optional(text('Client')),
    text('Description'),
    optional(text('Task')),
    text('User'),
    optional(text('Group')),
    optional(text('Email')),
    optional(text('Tags')),
    optional(text('Type')),
    text('Billable'),
    optional(text('Invoiced')),
    optional(text('Invoice ID')),
    date('Start Date'),
    text('Start Time'),
    optional(date('End Date')),
    optional(text('End Time')),
    hours('Duration (h)'),
    optional(number('Duration (decimal)')),
    optional(withCurrency(number('Billable Rate'))),
    optional(withCurrency(number('Billable Amount'))),
    optional(withCurrency(number('Cost Rate'))),
    optional(text('Date of creation')),
  ],
  read: (row, context) => [
    trackedEntry(row, {
      staff: { name: row.text('User'), email: row.text('Email') },
      date: row.requiredDate('Start Date'),
      ...minutesOf(row, 'Duration (h)'),
      billable: row.requiredYesNo('Billable'),
      note: row.text('Description'),
      start: row.toldTime('Start Time'),
      end: row.toldTime('End Time'),
      rate: row.decimal('Billable Rate'),
      amount: row.decimal('Billable Amount'),
      costRate: row.decimal('Cost Rate'),
      currency: context.currency,
      invoiced: row.yesNo('Invoiced'),
      invoice: reference({ number: row.text('Invoice ID') }),
    }),
  ],
};

const clockifyProjects: CsvLayout = {
  ...tracker,
  id: 'clockify-projects',
  title: 'Clockify projects',
  dateOrder: 'monthDayYear',
  columns: [
    text('Project'),
    text('Client'),
    text('Status'),
    optional(text('Visibility')),
    text('Billability'),
    text('Task', 'Tasks'),
    optional(hours('Tracked (h)')),
    optional(hours('Estimated (h)')),
    optional(withCurrency(number('Billable Rate'))),
    optional(text('Project members')),
    optional(text('Project manager')),
    optional(text('Note')),
  ],
  read: (row, context) => {
    const job = projectJob(row, {
      name: row.requiredText('Project'),
      state: row.text('Status'),
      archived: row.text('Status')?.toLowerCase() === 'archived',
      manager: reference({ name: row.text('Project manager') }),
      billable: row.yesNo('Billability'),
      billableRate: row.decimal('Billable Rate'),
      currency: row.has('Billable Rate') ? context.currency : undefined,
      estimatedMinutes: row.estimate('Estimated (h)', 'hours'),
    });
    return [job, ...projectTasks(row, job)];
  },
};

const harvestTime: CsvLayout = {
  ...tracker,
  id: 'harvest-time',
  title: 'Harvest time entries',
  dateOrder: 'monthDayYear',
  columns: [
    date('Date'),
    text('Client'),
    text('Project'),
    optional(text('Project Code')),
    text('Task'),
    text('Notes'),
    hours('Hours'),
    text('Billable?'),
    optional(text('Invoiced?')),
    optional(text('Approved?')),
    text('First Name'),
    text('Last Name'),
    optional(text('Employee Id')),
    optional(text('Roles')),
    optional(text('Employee?')),
    optional(number('Billable Rate')),
    optional(number('Billable Amount')),
    optional(number('Cost Rate')),
    optional(number('Cost Amount')),
    optional(text('Currency')),
    optional(text('External Reference URL')),
  ],
  read: (row) => [
    trackedEntry(row, {
      staff: { name: [row.text('First Name'), row.text('Last Name')].filter(Boolean).join(' ') || undefined },
      number: row.text('Project Code'),
      date: row.requiredDate('Date'),
      ...minutesOf(row, 'Hours'),
      billable: row.requiredYesNo('Billable?'),
      note: row.text('Notes'),
      rate: row.decimal('Billable Rate'),
      amount: row.decimal('Billable Amount'),
      costRate: row.decimal('Cost Rate'),
      currency: currencyCode(row),
      invoiced: row.yesNo('Invoiced?'),
    }),
  ],
};

const harvestClients: CsvLayout = {
  ...tracker,
  id: 'harvest-clients',
  title: 'Harvest clients',
  dateOrder: 'monthDayYear',
  columns: [text('Client Name'), text('Address')],
  read: (row) => [
    present({
      kind: 'client',
      source: row.from.record,
      name: row.requiredText('Client Name'),
      address: row.text('Address'),
      contacts: [],
      taskRates: [],
    } satisfies ImportedRecord),
  ],
};

const genericTime: CsvLayout = {
  ...tracker,
  id: 'generic-time',
  title: 'generic time entries',
  dateOrder: 'dayMonthYear',
  columns: [
    text('description'),
    text('billable'),
    text('client'),
    text('project'),
    optional(text('tags')),
    text('start'),
    text('end'),
    text('task'),
    text('user_name'),
    optional(text('user_email')),
  ],
  read: (row, context) => {
    const start = readMoment(row, 'start', context);
    const end = readMoment(row, 'end', context);
    return [
      trackedEntry(row, {
        staff: { name: row.text('user_name'), email: row.text('user_email') },
        date: start.date,
        ...durationBetween(row, 'start', 'end'),
        billable: row.requiredYesNo('billable'),
        note: row.text('description'),
        start: start.time,
        end: end.time,
      }),
    ];
  },
};

const genericProjects: CsvLayout = {
  ...tracker,
  id: 'generic-projects',
  title: 'generic projects',
  dateOrder: 'dayMonthYear',
  centsColumn: 'billable_rate',
  columns: [
    text('name'),
    optional(text('color')),
    number('billable_rate'),
    optional(text('is_public')),
    text('client'),
    text('billable_default'),
    number('estimated_time'),
    text('archived_at'),
  ],
  read: (row, context) => {
    const estimate = row.estimate('estimated_time', 'seconds');
    if (estimate !== undefined && estimate !== 0) {
      row.reading.assume('estimateUnit', {
        field: 'estimated_time',
        line: row.from.record.line,
        message: 'estimated_time is read as seconds, rounded half up to minutes.',
        chosen: 'seconds',
        mustConfirm: false,
      });
    }
    const rate = row.decimal('billable_rate');
    return [
      projectJob(row, {
        name: row.requiredText('name'),
        archived: row.has('archived_at'),
        billable: row.yesNo('billable_default'),
        billableRate: rate !== undefined && context.isCents ? fromCents(rate) : rate,
        estimatedMinutes: estimate,
      }),
    ];
  },
};

export const trackerLayouts: readonly CsvLayout[] = [
  toggl,
  clockifyTime,
  clockifyProjects,
  harvestTime,
  harvestClients,
  genericTime,
  genericProjects,
];

type EntryParts = Omit<ImportedTimeEntry, 'kind' | 'source' | 'staff' | 'job' | 'client' | 'task'> & {
  readonly staff: { readonly name?: string | undefined; readonly email?: string | undefined };
  /** The project's code. */
  readonly number?: string | undefined;
};

function trackedEntry(row: FieldReader, parts: EntryParts): ImportedTimeEntry {
  const { staff, number: jobNumber, ...rest } = parts;
  const person = reference(staff);
  if (person === undefined) {
    const field = row.firstOf('User', 'First Name', 'user_name');
    row.refuse('missingValue', field, `${field} is empty: an entry needs the person whose time it is.`);
  }
  const client = row.text('Client') ?? row.text('client');
  const project = row.text('Project') ?? row.text('project');
  const task = row.text('Task') ?? row.text('task');
  return present({
    kind: 'timeEntry',
    source: row.from.record,
    job: reference({ number: jobNumber, name: project }),
    client: reference({ name: client }),
    task: reference({ name: task }),
    staff: person ?? {},
    ...rest,
  });
}

function projectJob(
  row: FieldReader,
  parts: Omit<ImportedJob, 'kind' | 'source' | 'client' | 'staffRates'>,
): ImportedJob {
  const client = reference({ name: row.text('Client') ?? row.text('client') });
  return present({ kind: 'job', source: row.from.record, client, staffRates: [], ...parts });
}

/** Clockify lists a project's tasks in one cell, separated by commas, and does not mark commas inside a name. */
function projectTasks(row: FieldReader, job: ImportedJob): ImportedJobTask[] {
  const names = (row.text('Task') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > 1) {
    row.reading.assume('namesSplit', {
      field: 'Task',
      line: row.from.record.line,
      message:
        'Each comma in the list of tasks parts two tasks; a task whose name holds a comma becomes two.',
      mustConfirm: false,
    });
  }
  const jobReference: Reference = { name: job.name };
  return names.map((name) => ({ kind: 'jobTask', source: row.from.record, job: jobReference, name }));
}

function minutesOf(row: FieldReader, field: string): MinutesField {
  return row.requiredMinutes(field, 'hours');
}

function readMoment(row: FieldReader, field: string, context: CsvContext) {
  const value = row.requiredText(field);
  const read = readInstant(value, context.readings.timeZone);
  if (read !== undefined) {
    if (read.zoneMatters && field === 'start') assumeUtcDay(row.reading, field, row.from.record.line);
    return { date: read.date, time: read.time };
  }
  if (value !== '') {
    const accepted = 'accepted is a date with a time, such as 2024-07-15T09:30:00Z';
    row.refuse('invalidDate', field, `${quoted(value)} in ${field} is not an instant; ${accepted}.`, value);
  }
  return { date: '' as ImportedTimeEntry['date'], time: undefined };
}

function durationBetween(row: FieldReader, start: string, end: string): MinutesField {
  const from = row.text(start);
  const to = row.text(end);
  const seconds = from === undefined || to === undefined ? undefined : secondsBetween(from, to);
  if (seconds === undefined) return { minutes: 0 };
  if (seconds < 0 || seconds > 31 * 86_400) {
    const why = seconds < 0 ? `lies before ${start}` : `lies more than a month after ${start}`;
    row.refuse('invalidDuration', end, `${quoted(to!)} in ${end} ${why}.`, to);
    return { minutes: 0 };
  }
  const { minutes, isRounded } = minutesFromSeconds(seconds);
  return isRounded ? { minutes, recordedDuration: `${seconds} s` } : { minutes };
}

/** Harvest writes the currency as "Euro - EUR". */
function currencyCode(row: FieldReader): string | undefined {
  const value = row.text('Currency');
  if (value === undefined) return undefined;
  const code = /(?:^|\s-\s)([A-Z]{3})$/.exec(value)?.[1];
  if (code === undefined) {
    row.refuse(
      'unknownValue',
      'Currency',
      `${quoted(value)} names no currency; accepted is a code such as "Euro - EUR".`,
      value,
    );
  }
  return code;
}

function fromCents(cents: string): string {
  const negative = cents.startsWith('-');
  const digits = cents.replace('-', '').split('.')[0]!.padStart(3, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
