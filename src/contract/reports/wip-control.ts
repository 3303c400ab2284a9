import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { columnsOf } from './columns.ts';
import { jobFilter, period } from './parameters.ts';

const said = (description: string) => amount.meta({ description });

/** Opening + everything between = closing, to the cent. Each figure is signed as it moves net WIP. */
export const controlFigures = {
  opening: said('Net WIP at the end of the day before.'),
  time: said('Time recorded, less what was taken back.'),
  costs: said('Costs recorded, less what was taken back.'),
  revalued: said('Changes of rate applied to unbilled work.'),
  moved: said('Work moved to and from other jobs; over the firm it makes zero.'),
  writtenOn: amount,
  writtenOff: said('Below zero where WIP was written off.'),
  invoiced: said('WIP billed, and interims raised and absorbed: below zero where invoices were approved.'),
  closing: said('Net WIP at the end of the last day.'),
};

export const controlGroupings = ['none', 'client', 'manager', 'job'] as const;

export const wipControlRow = z
  .object({
    id: id.nullable(),
    number: z.string().nullable(),
    name: z.string().nullable(),
    currency,
    jobs: z.int(),
    ...controlFigures,
  })
  .meta({ id: 'WipControlRow' });

export const wipControlQuery = z.strictObject({
  ...period,
  ...jobFilter,
  groupBy: z.enum(controlGroupings).default('none'),
});

export const wipControlAnswer = z
  .object({
    from: date,
    to: date,
    knownAt: z.string().nullable(),
    items: z.array(wipControlRow),
    totals: z.array(z.object({ currency, jobs: z.int(), ...controlFigures })),
  })
  .meta({ id: 'WipControl' });

export type WipControlRow = z.input<typeof wipControlRow>;

export const wipControlColumns = columnsOf<WipControlRow>(
  { key: 'number', label: 'Job', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'opening', label: 'Opening', kind: 'money', summed: true },
  { key: 'time', label: 'Time', kind: 'money', summed: true },
  { key: 'costs', label: 'Costs', kind: 'money', summed: true },
  { key: 'revalued', label: 'Revalued', kind: 'money', summed: true },
  { key: 'moved', label: 'Moved', kind: 'money', summed: true },
  { key: 'writtenOn', label: 'Written on', kind: 'money', summed: true },
  { key: 'writtenOff', label: 'Written off', kind: 'money', summed: true },
  { key: 'invoiced', label: 'Invoiced', kind: 'money', summed: true },
  { key: 'closing', label: 'Closing', kind: 'money', summed: true },
);
