import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { wholeNumberText } from '../paging.ts';
import { columnsOf } from './columns.ts';
import { links, ratio } from './parameters.ts';
import { groupOfRow } from './realisation.ts';

const figures = {
  netWip: amount.meta({ description: 'Net WIP at the end of the day.' }),
  debtors: amount.meta({ description: 'Outstanding at the end of the day less credit left, tax included.' }),
  billed: amount.meta({ description: 'Invoiced less credited and cancelled in the days before, ex tax.' }),
  billedWithTax: amount,
  wipDays: ratio.meta({
    description: 'Net WIP ÷ average daily billing ex tax, half up to a tenth of a day; null without billing.',
  }),
  debtorDays: ratio.meta({
    description:
      'Debtors ÷ average daily billing with tax, half up to a tenth of a day; null without billing.',
  }),
  lockUpDays: ratio.meta({ description: 'WIP days + debtor days.' }),
};

export const lockUpGroupings = ['none', 'client', 'manager'] as const;

export const lockUpRow = z
  .object({ id: groupOfRow.id, name: groupOfRow.name, currency, ...figures, links })
  .meta({ id: 'LockUpRow' });

export const lockUpQuery = z.strictObject({
  asAt: date.optional().meta({ description: 'Today unless said.' }),
  days: wholeNumberText(7, 1096)
    .default(90)
    .meta({ description: 'Over how many days, up to and with the as-at day, billing is averaged.' }),
  clientId: id.optional(),
  groupBy: z.enum(lockUpGroupings).default('none'),
});

export const lockUpAnswer = z
  .object({
    asAt: date,
    days: z.int(),
    from: date.meta({ description: 'The first of the days over which billing is averaged.' }),
    items: z.array(lockUpRow),
    totals: z.array(z.object({ currency, ...figures })),
  })
  .meta({ id: 'LockUp' });

export type LockUpRow = z.input<typeof lockUpRow>;

export const lockUpColumns = columnsOf<LockUpRow>(
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'netWip', label: 'Net WIP', kind: 'money', summed: true },
  { key: 'debtors', label: 'Debtors', kind: 'money', summed: true },
  { key: 'billed', label: 'Billed', kind: 'money', summed: true },
  { key: 'billedWithTax', label: 'Billed with tax', kind: 'money', summed: true },
  { key: 'wipDays', label: 'WIP days', kind: 'decimal' },
  { key: 'debtorDays', label: 'Debtor days', kind: 'decimal' },
  { key: 'lockUpDays', label: 'Lock-up days', kind: 'decimal' },
);
