import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf } from '../paging.ts';
import { columnsOf } from './columns.ts';
import { reportPosition } from './estimated-billings.ts';
import { jobHead, jobHeadColumns } from './job-head.ts';
import { jobFilter, reportLimit } from './parameters.ts';

const figures = {
  wipTime: amount,
  wipCost: amount,
  interims: amount.meta({ description: 'Zero or below: invoiced and not absorbed.' }),
  netWip: amount,
  uninvoicedQuote: amount,
};

export const periodOpeningsRow = z
  .object({ ...jobHead, currency, openedOn: date, ...figures })
  .meta({ id: 'PeriodOpening' });

export const periodOpeningsQuery = z.strictObject({
  closeId: id.optional().meta({ description: 'Unless said, the latest close that stands.' }),
  ...jobFilter,
  limit: reportLimit,
  cursor: cursorOf(reportPosition).optional(),
});

export const periodOpeningsAnswer = z
  .object({
    closeId: id,
    items: z.array(periodOpeningsRow),
    totals: z.array(z.object({ currency, jobs: z.int(), ...figures })),
    nextCursor: cursorOf(reportPosition).nullable(),
  })
  .meta({ id: 'PeriodOpenings' });

export type PeriodOpeningsRow = z.input<typeof periodOpeningsRow>;

export const periodOpeningsColumns = columnsOf<PeriodOpeningsRow>(
  ...jobHeadColumns,
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'openedOn', label: 'Opening of', kind: 'date' },
  { key: 'wipTime', label: 'WIP time', kind: 'money', summed: true },
  { key: 'wipCost', label: 'WIP cost', kind: 'money', summed: true },
  { key: 'interims', label: 'Interims', kind: 'money', summed: true },
  { key: 'netWip', label: 'Net WIP', kind: 'money', summed: true },
  { key: 'uninvoicedQuote', label: 'Uninvoiced quote', kind: 'money', summed: true },
);
