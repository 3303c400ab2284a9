import { z } from 'zod';
import { wipMovements } from '#core/periods/wip-journal.ts';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { columnsOf } from './columns.ts';
import { daysOrMonths, jobFilter, knownAt, links } from './parameters.ts';

const said = (description: string) => amount.meta({ description });

/** Opening + everything between = closing, to the cent. Each figure is signed as it moves net WIP. */
export const journalFigures = {
  opening: said('Net WIP at the end of the day before.'),
  time: said('Time recorded, less what was taken back.'),
  costs: said('Costs recorded, less what was taken back.'),
  billed: said('Below zero where WIP was billed.'),
  interimsRaised: said('Below zero where interims were raised.'),
  interimsAbsorbed: said('Above zero where interims were absorbed.'),
  writtenOff: said('Below zero where WIP was written off.'),
  writtenOn: amount,
  revalued: said('Changes of rate applied to unbilled work.'),
  moved: said('Work moved to and from other jobs; over the firm it makes zero.'),
  closing: said('Net WIP at the end of the last day.'),
};

const group = {
  id: id.nullable(),
  number: z.string().nullable().meta({ description: 'Of a job.' }),
  name: z.string().nullable(),
  currency,
};

export const wipJournalRow = z
  .object({
    from: date,
    to: date,
    ...group,
    ...journalFigures,
    links,
  })
  .meta({ id: 'WipJournalRow' });

export const wipJournalQuery = z.strictObject({
  ...daysOrMonths,
  knownAt,
  ...jobFilter,
  by: z.enum(['month', 'period']).default('month').meta({ description: 'What a row is of.' }),
  groupBy: z.enum(['none', 'client', 'job', 'manager', 'partner', 'category']).default('none'),
});

const head = { from: date, to: date, knownAt: z.string().nullable() };

export const wipJournalAnswer = z
  .object({
    ...head,
    items: z.array(wipJournalRow),
    totals: z.array(z.object({ currency, ...journalFigures })),
  })
  .meta({ id: 'WipJournal' });

export type WipJournalRow = z.input<typeof wipJournalRow>;

export const wipJournalColumns = columnsOf<WipJournalRow>(
  { key: 'from', label: 'From', kind: 'date' },
  { key: 'to', label: 'To', kind: 'date' },
  { key: 'number', label: 'Job', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'opening', label: 'Opening', kind: 'money' },
  { key: 'time', label: 'Time', kind: 'money', summed: true },
  { key: 'costs', label: 'Costs', kind: 'money', summed: true },
  { key: 'billed', label: 'Billed', kind: 'money', summed: true },
  { key: 'interimsRaised', label: 'Interims raised', kind: 'money', summed: true },
  { key: 'interimsAbsorbed', label: 'Interims absorbed', kind: 'money', summed: true },
  { key: 'writtenOff', label: 'Written off', kind: 'money', summed: true },
  { key: 'writtenOn', label: 'Written on', kind: 'money', summed: true },
  { key: 'revalued', label: 'Revalued', kind: 'money', summed: true },
  { key: 'moved', label: 'Moved', kind: 'money', summed: true },
  { key: 'closing', label: 'Closing', kind: 'money' },
);

export const wipJournalLine = z
  .object({
    postedOn: date.meta({ description: 'The last day that the line is of.' }),
    reference: z.string(),
    ...group,
    movement: z.enum(wipMovements),
    description: z.string(),
    accountCode: z.string(),
    accountName: z.string(),
    debit: amount.meta({ description: 'Zero on a line that credits its account.' }),
    credit: amount.meta({ description: 'Zero on a line that debits its account.' }),
  })
  .meta({ id: 'WipJournalLine' });

export const wipJournalLinesAnswer = z
  .object({
    ...head,
    items: z.array(wipJournalLine),
    totals: z.array(z.object({ currency, debit: amount, credit: amount })),
  })
  .meta({ id: 'WipJournalLines' });

export type WipJournalLine = z.input<typeof wipJournalLine>;

export const wipJournalLinesColumns = columnsOf<WipJournalLine>(
  { key: 'postedOn', label: 'Date', kind: 'date' },
  { key: 'reference', label: 'Reference', kind: 'text' },
  { key: 'accountCode', label: 'Account code', kind: 'text' },
  { key: 'accountName', label: 'Account', kind: 'text' },
  { key: 'description', label: 'Description', kind: 'text' },
  { key: 'number', label: 'Job', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'debit', label: 'Debit', kind: 'money', summed: true },
  { key: 'credit', label: 'Credit', kind: 'money', summed: true },
);
