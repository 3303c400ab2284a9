import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { columnsOf, type ReportColumn } from './columns.ts';
import { daysOrMonths, jobFilter, knownAt, links, ratio } from './parameters.ts';

const figures = {
  worked: amount.meta({
    description: 'Recorded value of the work that left WIP: billed + written off − written on.',
  }),
  writtenOff: amount,
  writtenOn: amount.meta({ description: 'Billed above the recorded value.' }),
  billed: amount.meta({
    description: 'WIP billed. An interim counts when it is absorbed, not when it is raised.',
  }),
  realisation: ratio.meta({ description: 'Billed ÷ worked in percent, half up to two decimals.' }),
};

export const realisationGroupings = [
  'none',
  'client',
  'job',
  'manager',
  'partner',
  'category',
  'staff',
  'task',
  'month',
] as const;

export const groupOfRow = {
  id: id.nullable(),
  number: z.string().nullable().meta({ description: 'Of a job.' }),
  name: z.string().nullable(),
  month: date.nullable().meta({ description: 'The first day of the month, where rows are months.' }),
  currency,
};

/** How rows that are grouped are named, in files. */
export const groupOfRowColumns: readonly ReportColumn<keyof typeof groupOfRow>[] = [
  { key: 'month', label: 'Month', kind: 'date' },
  { key: 'number', label: 'Job', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'currency', label: 'Currency', kind: 'text' },
];

export const realisationRow = z.object({ ...groupOfRow, ...figures, links }).meta({ id: 'RealisationRow' });

export const realisationQuery = z.strictObject({
  ...daysOrMonths,
  knownAt,
  ...jobFilter,
  jobId: id.optional(),
  staffId: id.optional(),
  taskId: id.optional(),
  groupBy: z.enum(realisationGroupings).default('client'),
});

export const realisationAnswer = z
  .object({
    from: date,
    to: date,
    knownAt: z.string().nullable(),
    items: z.array(realisationRow),
    totals: z.array(z.object({ currency, ...figures })),
  })
  .meta({ id: 'Realisation' });

export type RealisationRow = z.input<typeof realisationRow>;

export const realisationColumns = columnsOf<RealisationRow>(
  ...groupOfRowColumns,
  { key: 'worked', label: 'Worked', kind: 'money', summed: true },
  { key: 'writtenOff', label: 'Written off', kind: 'money', summed: true },
  { key: 'writtenOn', label: 'Written on', kind: 'money', summed: true },
  { key: 'billed', label: 'Billed', kind: 'money', summed: true },
  { key: 'realisation', label: 'Realisation %', kind: 'decimal' },
);
