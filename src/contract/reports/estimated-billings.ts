import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf } from '../paging.ts';
import { columnsOf } from './columns.ts';
import { jobHead, jobHeadColumns } from './job-head.ts';
import { amountFilter, jobFilter, moment, reportLimit, stateType } from './parameters.ts';

const fields = {
  wipTime: amount,
  wipCost: amount,
  interims: amount.meta({ description: 'Invoiced ahead of matching work: zero or below.' }),
  netWip: amount.meta({ description: 'WIP time + WIP cost + interims.' }),
  uninvoicedQuote: amount.nullable().meta({
    description: 'What of the accepted quote is not invoiced; null without one. Never added to net WIP.',
  }),
  onDraft: amount.nullable().meta({
    description: 'What of net WIP drafts hold; null for a past moment, for drafts have no history.',
  }),
  ageCurrent: amount.meta({ description: 'WIP of work done in the as-at month.' }),
  ageOneMonth: amount.meta({ description: 'WIP of work done in the month before.' }),
  ageTwoMonths: amount,
  ageThreeMonthsPlus: amount.meta({ description: 'The four ages and the interims add up to net WIP.' }),
};

export const emptyReasons = ['onDraft', 'unapproved', 'capped', 'allInvoiced'] as const;

export const estimatedBillingsRow = z
  .object({
    ...jobHead,
    managerId: id.nullable(),
    managerName: z.string().nullable(),
    partnerId: id.nullable(),
    partnerName: z.string().nullable(),
    stateId: id,
    stateName: z.string(),
    stateType,
    category: z.string().nullable(),
    currency,
    ...fields,
    lastActivityOn: date.nullable().meta({ description: 'The newest day with time or a cost.' }),
    lastBilledOn: date.nullable(),
    emptyReason: z
      .enum(emptyReasons)
      .nullable()
      .meta({
        description: `Why nothing is left to invoice, where nothing is: drafts hold all of it; a draft that takes nothing
          recorded waits for approval; the quote is invoiced in full though work is open; or all is invoiced or written
          off. Only live.`,
      }),
  })
  .meta({ id: 'EstimatedBillingsRow' });

export const estimatedBillingsTotal = z.object({ currency, jobs: z.int(), ...fields }).meta({
  id: 'EstimatedBillingsTotal',
  description: 'Sums of one currency. Currencies are never added together.',
});

export const groupings = ['client', 'manager', 'partner', 'state'] as const;

export const estimatedBillingsSorts = [
  'jobNumber',
  'jobName',
  'clientName',
  'managerName',
  'partnerName',
  'stateName',
  'category',
  'currency',
  'wipTime',
  'wipCost',
  'interims',
  'netWip',
  'uninvoicedQuote',
  'onDraft',
  'ageCurrent',
  'ageOneMonth',
  'ageTwoMonths',
  'ageThreeMonthsPlus',
  'lastActivityOn',
  'lastBilledOn',
] as const;

/** A sort key is kept as text: the ordering it belongs to, the group (name, id), the value, the job. */
export const reportPosition = z.array(z.union([z.string().max(400), z.number()])).max(6);

export const estimatedBillingsQuery = z.strictObject({
  ...moment,
  ...jobFilter,
  ...amountFilter,
  groupBy: z.enum(groupings).optional(),
  sort: z.enum(estimatedBillingsSorts).default('clientName'),
  order: z.enum(['ascending', 'descending']).default('ascending'),
  limit: reportLimit,
  cursor: cursorOf(reportPosition).optional(),
});

export const estimatedBillingsAnswer = z
  .object({
    asAt: date.meta({ description: 'The day from which ages count; today when the report is live.' }),
    live: z.boolean(),
    knownAt: z.string().nullable(),
    items: z.array(estimatedBillingsRow),
    totals: z
      .array(estimatedBillingsTotal)
      .meta({ description: 'Over everything the filter finds, per currency.' }),
    groups: z
      .array(
        z.object({ id: id.nullable(), name: z.string().nullable(), totals: z.array(estimatedBillingsTotal) }),
      )
      .nullable()
      .meta({ description: 'Subtotals, when grouped, in the order of the rows.' }),
    nextCursor: cursorOf(reportPosition).nullable(),
  })
  .meta({ id: 'EstimatedBillings' });

export type EstimatedBillingsRow = z.input<typeof estimatedBillingsRow>;
export type EstimatedBillings = z.input<typeof estimatedBillingsAnswer>;

export const estimatedBillingsColumns = columnsOf<EstimatedBillingsRow>(
  ...jobHeadColumns,
  { key: 'managerName', label: 'Manager', kind: 'text' },
  { key: 'partnerName', label: 'Partner', kind: 'text' },
  { key: 'stateName', label: 'State', kind: 'text' },
  { key: 'category', label: 'Category', kind: 'text' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'wipTime', label: 'WIP time', kind: 'money', summed: true },
  { key: 'wipCost', label: 'WIP cost', kind: 'money', summed: true },
  { key: 'interims', label: 'Interims', kind: 'money', summed: true },
  { key: 'netWip', label: 'Net WIP', kind: 'money', summed: true },
  { key: 'uninvoicedQuote', label: 'Uninvoiced quote', kind: 'money', summed: true },
  { key: 'onDraft', label: 'On draft', kind: 'money', summed: true },
  { key: 'ageCurrent', label: 'Current', kind: 'money', summed: true },
  { key: 'ageOneMonth', label: '1 month', kind: 'money', summed: true },
  { key: 'ageTwoMonths', label: '2 months', kind: 'money', summed: true },
  { key: 'ageThreeMonthsPlus', label: '3 months +', kind: 'money', summed: true },
  { key: 'lastActivityOn', label: 'Last activity', kind: 'date' },
  { key: 'lastBilledOn', label: 'Last billed', kind: 'date' },
  { key: 'emptyReason', label: 'Nothing left because', kind: 'text' },
);
