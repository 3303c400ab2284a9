import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { flagText } from '../paging.ts';
import { columnsOf } from './columns.ts';
import { daysOrMonths, jobFilter, links } from './parameters.ts';
import { groupOfRow, groupOfRowColumns } from './realisation.ts';

const said = (description: string) => amount.meta({ description });

const figures = {
  invoiced: said('Invoices of the period, ex tax.'),
  credited: said('Credit notes of the period, ex tax.'),
  cancelled: said(
    'Documents taken back in the period, ex tax; a credit note that was taken back counts against it.',
  ),
  net: said('Invoiced − credited − cancelled.'),
  tax: said('Of the net.'),
  gross: said('Net + tax.'),
  outsideWip: said('What of the net is over no WIP: miscellaneous, or waiting for its job to be known.'),
  ledger: said("What the ledger's billed accounts moved by because of documents."),
  difference: said('Net − outside WIP − ledger: nothing, but where an import left one.'),
  other: said('What those accounts moved by for other reasons: interims by hand, wash-ups across jobs.'),
};

export const billingGroupings = ['none', 'client', 'job', 'manager', 'partner', 'category', 'basis'] as const;
export const bases = ['actual', 'quoted', 'deposit', 'miscellaneous'] as const;

export const billingRow = z.object({ ...groupOfRow, ...figures, links }).meta({ id: 'BillingRow' });

export const billingQuery = z.strictObject({
  ...daysOrMonths,
  ...jobFilter,
  jobId: id.optional(),
  basis: z.enum(bases).optional(),
  groupBy: z.enum(billingGroupings).default('none'),
  byMonth: flagText
    .default(true)
    .meta({ description: 'A row for each month; else one for the whole period.' }),
});

export const billingAnswer = z
  .object({
    from: date,
    to: date,
    items: z.array(billingRow),
    totals: z.array(z.object({ currency, ...figures })),
  })
  .meta({ id: 'Billing' });

export type BillingRow = z.input<typeof billingRow>;

export const billingColumns = columnsOf<BillingRow>(
  ...groupOfRowColumns,
  { key: 'invoiced', label: 'Invoiced', kind: 'money', summed: true },
  { key: 'credited', label: 'Credit notes', kind: 'money', summed: true },
  { key: 'cancelled', label: 'Cancelled', kind: 'money', summed: true },
  { key: 'net', label: 'Net', kind: 'money', summed: true },
  { key: 'tax', label: 'Tax', kind: 'money', summed: true },
  { key: 'gross', label: 'Gross', kind: 'money', summed: true },
  { key: 'outsideWip', label: 'Outside WIP', kind: 'money', summed: true },
  { key: 'ledger', label: 'Ledger', kind: 'money', summed: true },
  { key: 'difference', label: 'Difference', kind: 'money', summed: true },
  { key: 'other', label: 'Without a document', kind: 'money', summed: true },
);
