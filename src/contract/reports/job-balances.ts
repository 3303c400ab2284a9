import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf } from '../paging.ts';
import { columnsOf } from './columns.ts';
import { jobHead, jobHeadColumns } from './job-head.ts';
import { reportPosition } from './estimated-billings.ts';
import { jobFilter, moment, reportLimit } from './parameters.ts';

/** Every account of a job as a balance, debit-positive; together they make zero. */
export const accountBalances = {
  wipTime: amount,
  wipCost: amount,
  interims: amount,
  recordedTime: amount,
  recordedCost: amount,
  revalued: amount,
  transferred: amount,
  billed: amount,
  writtenOff: amount,
  writtenOn: amount,
  uninvoicedQuote: amount,
  quoted: amount,
};

export const jobBalancesRow = z
  .object({
    ...jobHead,
    currency,
    ...accountBalances,
    netWip: amount,
  })
  .meta({ id: 'JobBalancesRow' });

export const jobBalancesQuery = z.strictObject({
  ...moment,
  ...jobFilter,
  jobId: id.optional(),
  limit: reportLimit,
  cursor: cursorOf(reportPosition).optional(),
});

export const jobBalancesTotal = z.object({ currency, jobs: z.int(), ...accountBalances, netWip: amount });

export const jobBalancesAnswer = z
  .object({
    asAt: date.nullable(),
    knownAt: z.string().nullable(),
    items: z.array(jobBalancesRow),
    totals: z.array(jobBalancesTotal),
    nextCursor: cursorOf(reportPosition).nullable(),
  })
  .meta({ id: 'JobBalances' });

export type JobBalancesRow = z.input<typeof jobBalancesRow>;

export const jobBalancesColumns = columnsOf<JobBalancesRow>(
  ...jobHeadColumns,
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'wipTime', label: 'WIP time', kind: 'money', summed: true },
  { key: 'wipCost', label: 'WIP cost', kind: 'money', summed: true },
  { key: 'interims', label: 'Interims', kind: 'money', summed: true },
  { key: 'netWip', label: 'Net WIP', kind: 'money', summed: true },
  { key: 'recordedTime', label: 'Recorded time', kind: 'money', summed: true },
  { key: 'recordedCost', label: 'Recorded cost', kind: 'money', summed: true },
  { key: 'revalued', label: 'Revalued', kind: 'money', summed: true },
  { key: 'transferred', label: 'Moved between jobs', kind: 'money', summed: true },
  { key: 'billed', label: 'Billed', kind: 'money', summed: true },
  { key: 'writtenOff', label: 'Written off', kind: 'money', summed: true },
  { key: 'writtenOn', label: 'Written on', kind: 'money', summed: true },
  { key: 'uninvoicedQuote', label: 'Uninvoiced quote', kind: 'money', summed: true },
  { key: 'quoted', label: 'Quoted', kind: 'money', summed: true },
);
