// Invoices and credit notes as they are answered.

import { z } from 'zod';
import { date, instant } from '../dates.ts';
import { id, longId, version } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { flagText, listText, pageOf, pageQuery } from '../paging.ts';
import { searchText } from '../text.ts';
import { documentLayout, invoiceBasis, invoiceContent, invoiceType, taxMode } from './content.ts';

const lineKind = z.enum(['task', 'cost', 'quote', 'deposit', 'interim', 'retention', 'text']);

const lineFields = {
  key: z.string().nullable().meta({ description: 'Names the line in lineSettings.' }),
  kind: lineKind,
  jobId: id.nullable(),
  jobTaskId: id.nullable(),
  costEntryId: longId.nullable(),
  quoteLineId: id.nullable(),
  interimId: longId.nullable(),
  description: z.string(),
  minutes: z.int().nullable(),
  rate: amount.nullable().meta({ description: 'Per hour; where minutes × rate is the amount.' }),
  quantity: z.string().nullable(),
  unitPrice: amount.nullable(),
  amount: amount.meta({ description: 'Without tax.' }),
  residual: amount.meta({
    description: 'What the amount has above quantity × price; zero where they multiply out or are not shown.',
  }),
  taxId: id.nullable(),
  tax: amount,
  typed: z.boolean().meta({ description: 'Written on the invoice itself; not from recorded work.' }),
};

export const invoiceLine = z
  .object({
    lineNumber: z.int(),
    ...lineFields,
    creditsLineNumber: z.int().nullable().meta({ description: 'Of a credit note.' }),
    destination: z.enum(['wip', 'writtenOff']).nullable().meta({ description: 'Of a credit note.' }),
  })
  .meta({ id: 'InvoiceLine' });

const movements = {
  total: amount.meta({ description: "Without tax, what of the document's total is this job's." }),
  before: amount.meta({ description: 'Net WIP.' }),
  billed: amount,
  writtenOn: amount,
  writtenOff: amount,
  raised: amount.meta({ description: 'Interims raised.' }),
  absorbed: amount.meta({ description: 'Interims absorbed.' }),
  after: amount.meta({ description: 'Net WIP.' }),
};

const invoiceJob = z
  .object({ jobId: id, jobNumber: z.string(), jobName: z.string(), ...movements })
  .meta({ id: 'InvoiceJob' });

const taxRow = z
  .object({
    taxId: id,
    name: z.string(),
    component: z.string(),
    rate: z.string().meta({ description: 'In percent.', examples: ['15'] }),
    base: amount,
    tax: amount,
  })
  .meta({ id: 'TaxOfDocument' });

const totals = {
  total: amount.meta({ description: 'Without tax.' }),
  tax: amount,
  totalWithTax: amount,
};

export const notice = z
  .object({
    code: z.enum([
      'savedAsProgress',
      'laterWork',
      'onOtherDraft',
      'quoteExceeded',
      'nothingBilled',
      'coverUndecided',
      'interimOpen',
      'linesCopied',
    ]),
    isQuestion: z.boolean().meta({ description: 'It has to be answered before the invoice is approved.' }),
    jobId: id.nullable(),
    lineKey: z.string().nullable(),
    detail: z.string(),
  })
  .meta({ id: 'InvoiceNotice' });

const state = z
  .enum(['draft', 'approved', 'sent', 'partPaid', 'paid', 'cancelled', 'discarded'])
  .meta({ id: 'InvoiceState', description: 'A document of nothing, and one that is settled, is paid.' });
const documentKind = z.enum(['invoice', 'creditNote']).meta({ id: 'DocumentKind' });

const fingerprint = z.string().meta({
  description: 'Of what the invoice comes to; approval names the one that was seen.',
});

export const invoice = z
  .object({
    id,
    version,
    document: documentKind,
    number: z.string().nullable().meta({ description: 'Null until approval.' }),
    state,
    origin: z.enum(['composed', 'imported']),
    clientId: id.nullable(),
    clientName: z.string().nullable(),
    contactId: id.nullable(),
    contactName: z.string().nullable(),
    billTo: z.string().nullable().meta({ description: 'The recipient as printed; null until approval.' }),
    type: invoiceType.nullable().meta({
      description: 'A final invoice that leaves billable work open is saved as progress.',
    }),
    basis: invoiceBasis,
    pricing: z.enum(['calculated', 'fixed']),
    taxMode,
    invoicedOn: date,
    dueOn: date.nullable(),
    cutOffOn: date.nullable(),
    periodFrom: date.nullable(),
    periodTo: date.nullable(),
    currency,
    ...totals,
    paid: amount.meta({
      description:
        'What payments settle of it, tax included. What is more than it came to is credit of the client.',
    }),
    credited: amount.meta({
      description:
        'Of an invoice, what credit notes settle of it, tax included: zero where it was paid before it was credited, since the credit is then the client’s. Of a credit note, what of it was set against invoices or paid back.',
    }),
    outstanding: amount.meta({
      description: 'What is left to be settled, tax included; of a credit note, what is left of the credit.',
    }),
    reference: z.string().nullable(),
    note: z.string().nullable(),
    templateId: id.nullable(),
    layout: documentLayout.nullable(),
    seriesId: id.nullable(),
    fingerprint: fingerprint.nullable(),
    creditsInvoiceId: id.nullable().meta({ description: 'Of a credit note.' }),
    creditsNumber: z.string().nullable(),
    createdBy: z.string().nullable(),
    createdAt: instant.nullable(),
    approvedBy: z.string().nullable(),
    approvedAt: instant.nullable(),
    sentAt: instant.nullable(),
    cancelledOn: date.nullable(),
    cancelledBy: z.string().nullable(),
    cancelledAt: instant.nullable(),
    cancelReason: z.string().nullable(),
    lines: z.array(invoiceLine),
    jobs: z.array(invoiceJob),
    taxes: z.array(taxRow),
    creditNotes: z.array(z.object({ id, number: z.string().nullable() })),
    content: invoiceContent.nullable().meta({ description: 'What its author decided.' }),
  })
  .meta({ id: 'Invoice' });

export const savedDraft = invoice.extend({ notices: z.array(notice) }).meta({ id: 'SavedDraft' });

export const duplicatedInvoice = savedDraft
  .extend({ leftOut: z.array(z.object({ itemId: longId, why: z.string() })) })
  .meta({ id: 'DuplicatedInvoice' });

export const invoicePreview = z
  .object({
    clientId: id,
    currency,
    type: invoiceType,
    taxMode,
    invoicedOn: date,
    dueOn: date.nullable(),
    cutOffOn: date.nullable(),
    ...totals,
    lines: z.array(z.object(lineFields)),
    jobs: z.array(
      z.object({
        jobId: id,
        jobNumber: z.string(),
        jobName: z.string(),
        ...movements,
        carried: amount.meta({ description: 'Open time and costs that stay, whatever their day.' }),
        uninvoicedQuoteBefore: amount,
        uninvoicedQuoteAfter: amount,
      }),
    ),
    entries: z
      .array(
        z.object({
          itemId: longId,
          jobId: id,
          lineKey: z.string().nullable(),
          open: amount,
          billed: amount,
          writtenOn: amount,
          writtenOff: amount,
        }),
      )
      .meta({ description: 'What happens to each entry; an absorbed interim is billed below zero.' }),
    taxes: z.array(taxRow),
    notices: z.array(notice),
    fingerprint,
  })
  .meta({ id: 'InvoicePreview' });

export const approvalBody = z
  .strictObject({
    fingerprint: z
      .string()
      .min(1)
      .max(100)
      .meta({ description: 'Of the draft or its preview, as it was seen.' }),
    version: version.optional().meta({ description: 'Of the draft as it was seen.' }),
  })
  .meta({ id: 'InvoiceApproval' });

export const listedInvoice = z
  .object({
    id,
    version,
    document: documentKind,
    number: z.string().nullable(),
    state,
    clientId: id.nullable(),
    clientName: z.string().nullable(),
    type: invoiceType.nullable(),
    basis: invoiceBasis,
    invoicedOn: date,
    dueOn: date.nullable(),
    isOverdue: z.boolean(),
    currency,
    ...totals,
    outstanding: amount,
    reference: z.string().nullable(),
    origin: z.enum(['composed', 'imported']),
  })
  .meta({ id: 'ListedInvoice' });

const position = z.tuple([date, z.int().min(1).max(2_147_483_647)]);

export const invoicesQuery = z.strictObject({
  document: documentKind.optional(),
  state: listText(state, 7).optional().meta({ description: 'One state, or several separated by commas.' }),
  clientId: id.optional(),
  jobId: id.optional(),
  from: date.optional(),
  to: date.optional(),
  overdue: flagText.optional(),
  inReview: flagText.optional().meta({
    description: 'true: drafts of billing runs that have not passed all stages of their review.',
  }),
  search: searchText.optional(),
  ...pageQuery(position),
});

export const invoicesPage = pageOf(listedInvoice, position);

export const invoiceCountsQuery = z.strictObject({ clientId: id.optional() });

export const invoiceCounts = z
  .object({
    items: z.array(
      z.object({
        document: documentKind,
        state,
        isOverdue: z.boolean(),
        currency,
        count: z.int(),
        outstanding: amount.meta({
          description: 'Tax included; of credit notes, what is left of the credit.',
        }),
      }),
    ),
  })
  .meta({ id: 'InvoiceCounts' });
