import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf } from '../paging.ts';
import { searchText } from '../text.ts';
import { columnsOf } from './columns.ts';
import { reportPosition } from './estimated-billings.ts';
import { links, reportLimit } from './parameters.ts';

const figures = {
  current: amount.meta({ description: 'Not due yet, or due that day.' }),
  days1To30: amount.meta({ description: 'Due for 1 to 30 days.' }),
  days31To60: amount,
  days61To90: amount,
  over90Days: amount,
  credits: amount.meta({ description: 'Credit notes and payments not used yet: zero or below.' }),
  total: amount.meta({ description: 'All of it, tax included.' }),
};

const filter = {
  asAt: date.optional().meta({ description: 'Today unless said.' }),
  clientId: id.optional(),
  accountManagerId: id.optional(),
  currency: currency.optional(),
  text: searchText.optional().meta({ description: "Part of the client's name." }),
};

export const debtorsRow = z
  .object({
    clientId: id.nullable().meta({ description: 'Null for imported invoices whose client is not known.' }),
    clientName: z.string().nullable(),
    currency,
    invoices: z.int().meta({ description: 'How many have something outstanding.' }),
    oldestDueOn: date.nullable(),
    ...figures,
    links,
  })
  .meta({ id: 'DebtorsRow' });

export const debtorsQuery = z.strictObject(filter);

export const debtorsAnswer = z
  .object({
    asAt: date,
    items: z.array(debtorsRow),
    totals: z.array(z.object({ currency, clients: z.int(), invoices: z.int(), ...figures })),
  })
  .meta({ id: 'DebtorsAged' });

export type DebtorsRow = z.input<typeof debtorsRow>;

export const debtorsColumns = columnsOf<DebtorsRow>(
  { key: 'clientName', label: 'Client', kind: 'text' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'invoices', label: 'Invoices', kind: 'integer' },
  { key: 'oldestDueOn', label: 'Oldest due', kind: 'date' },
  { key: 'current', label: 'Current', kind: 'money', summed: true },
  { key: 'days1To30', label: '1–30 days', kind: 'money', summed: true },
  { key: 'days31To60', label: '31–60 days', kind: 'money', summed: true },
  { key: 'days61To90', label: '61–90 days', kind: 'money', summed: true },
  { key: 'over90Days', label: 'Over 90 days', kind: 'money', summed: true },
  { key: 'credits', label: 'Credits', kind: 'money', summed: true },
  { key: 'total', label: 'Total', kind: 'money', summed: true },
);

export const debtorAges = ['current', 'days1To30', 'days31To60', 'days61To90', 'over90Days'] as const;

export const debtorDocument = z
  .object({
    kind: z.enum(['invoice', 'creditNote', 'payment']),
    id,
    number: z.string().nullable().meta({ description: 'Of a payment, its reference.' }),
    clientId: id.nullable(),
    clientName: z.string().nullable(),
    datedOn: date,
    dueOn: date,
    daysOverdue: z.int(),
    age: z.enum(debtorAges).nullable().meta({ description: 'Null of credit.' }),
    currency,
    total: amount.meta({ description: 'Tax included; credit is below zero.' }),
    outstanding: amount,
    links,
  })
  .meta({ id: 'DebtorDocument' });

export const debtorDocumentsQuery = z.strictObject({
  ...filter,
  age: z.enum([...debtorAges, 'credits']).optional(),
  limit: reportLimit,
  cursor: cursorOf(reportPosition).optional(),
});

export const debtorDocumentsAnswer = z
  .object({
    asAt: date,
    items: z.array(debtorDocument),
    nextCursor: cursorOf(reportPosition).nullable(),
  })
  .meta({ id: 'DebtorDocuments' });

export type DebtorDocument = z.input<typeof debtorDocument>;

export const debtorDocumentsColumns = columnsOf<DebtorDocument>(
  { key: 'clientName', label: 'Client', kind: 'text' },
  { key: 'kind', label: 'Document', kind: 'text' },
  { key: 'number', label: 'Number', kind: 'text' },
  { key: 'datedOn', label: 'Date', kind: 'date' },
  { key: 'dueOn', label: 'Due', kind: 'date' },
  { key: 'daysOverdue', label: 'Days overdue', kind: 'integer' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'total', label: 'Total', kind: 'money', summed: true },
  { key: 'outstanding', label: 'Outstanding', kind: 'money', summed: true },
);
