// What the author of an invoice decides. A preview, a new draft and a changed draft take it alike.

import { z } from 'zod';
import { date } from '../dates.ts';
import { decimalText } from '../decimal.ts';
import { id, longId } from '../ids.ts';
import { amountGiven, amountNotNegative } from '../money.ts';
import { batchSizeMax } from '../paging.ts';
import { longText, shortText } from '../text.ts';

/** On one job of an invoice. */
const entriesMax = 10_000;
const jobsMax = 100;
const linesMax = 500;

export const invoiceType = z.enum(['progress', 'final']).meta({ id: 'InvoiceType' });
export const invoiceBasis = z
  .enum(['actual', 'quoted', 'deposit', 'miscellaneous'])
  .meta({ id: 'InvoiceBasis' });
export const taxMode = z.enum(['exclusive', 'inclusive', 'none']).meta({ id: 'TaxMode' });
export const documentLayout = z.enum(['task', 'staff', 'entry', 'job', 'summary', 'progressClaim']);

const minutes = z.int().min(0).max(100_000).nullable().optional();
const quantity = decimalText({
  name: 'A quantity',
  pattern: /^-?\d{1,7}(\.\d{1,3})?$/,
  accepted: 'a decimal number as text with at most 3 decimals, such as 2.5',
})
  .nullable()
  .optional()
  .meta({ examples: ['2.5'] });
const percent = decimalText({
  name: 'A percentage',
  pattern: /^\d{1,6}(\.\d{1,4})?$/,
  accepted: 'a decimal number as text from 0 to 100, with at most 4 decimals, such as 33.3333',
})
  .nullable()
  .optional()
  .meta({ examples: ['50'] });
const amountSaid = amountGiven.nullable().optional();
const amountAbove = amountNotNegative.nullable().optional();
const taxId = id.nullable().optional();

const entry = z.strictObject({
  itemId: longId,
  treatment: z.enum(['bill', 'writeOff', 'carryForward']),
  minutes: minutes.meta({ description: 'Of time: how much is billed; unless said, all that is open.' }),
  quantity: quantity.meta({ description: 'Of a cost: how much is billed; unless said, all that is open.' }),
  amount: amountSaid.meta({ description: 'What it is billed at; unless said, what that is worth.' }),
  rest: z.enum(['writeOff', 'carryForward']).nullable().optional().meta({
    description: 'What becomes of the part that is not billed; unless said, as the rules have it.',
  }),
});

const typedLine = z.strictObject({
  kind: z.enum(['task', 'cost']),
  jobTaskId: id.nullable().optional(),
  description: shortText(1000),
  minutes,
  rate: amountAbove.meta({ description: 'Per hour.' }),
  quantity,
  unitPrice: amountAbove,
  amount: amountSaid.meta({ description: 'Unless said, minutes × rate, or quantity × unit price.' }),
  taxId: taxId.meta({ description: 'Null: no tax; unless said, the usual one.' }),
  covers: z.array(longId).max(entriesMax).nullable().optional().meta({
    description: 'The open entries that the line stands for; empty: none.',
  }),
});

const claim = z.strictObject({ quoteLineId: id, amount: amountSaid, percent, percentToDate: percent }).meta({
  description:
    'What of a line of the quote is invoiced now: one of the three. To date: less what was claimed before, but for what the interims absorbed on this invoice stand for.',
});

const deposit = z.strictObject({
  description: shortText(1000).nullable().optional(),
  amount: amountAbove,
  percentOfQuote: percent,
});

const retention = z.strictObject({
  description: shortText(1000).nullable().optional(),
  amount: amountAbove,
  percent,
});

const jobOnInvoice = z
  .strictObject({
    jobId: id,
    select: z.enum(['all', 'none']).default('none').meta({
      description: 'Of billable work up to the cut-off that no entry decides on: bill it, or leave it.',
    }),
    entries: z.array(entry).max(entriesMax).default([]),
    interims: z
      .union([
        z.literal('all'),
        z.array(z.strictObject({ itemId: longId, amount: amountAbove })).max(batchSizeMax),
      ])
      .default([])
      .meta({ description: 'The interims that are absorbed.' }),
    lines: z.array(typedLine).max(linesMax).default([]),
    claims: z
      .union([z.literal('all'), z.array(claim).max(linesMax)])
      .default([])
      .meta({ description: 'Of the quote; "all": whatever of it is not invoiced.' }),
    deposit: deposit.nullable().optional(),
    rest: z.enum(['carryForward', 'writeOff']).default('carryForward').meta({
      description: 'What a final invoice does with billable work that was not decided on.',
    }),
    excess: z.enum(['writeOn', 'keepAsCredit']).default('writeOn').meta({
      description: 'Billed above WIP: written on, or kept as an interim.',
    }),
    retention: retention.nullable().optional(),
  })
  .meta({ id: 'JobOnInvoice' });

const lineSetting = z.strictObject({
  key: shortText(100),
  description: shortText(1000).nullable().optional(),
  taxId: taxId.meta({ description: 'Null: no tax; unless said, as it would be.' }),
});

const contentFields = {
  clientId: id,
  type: invoiceType,
  basis: invoiceBasis,
  invoicedOn: date.nullable().optional().meta({ description: 'Unless said, today in the firm.' }),
  dueOn: date.nullable().optional().meta({
    description: "Unless said, by the client's terms, or else the firm's.",
  }),
  cutOffOn: date.nullable().optional().meta({
    description: 'Work after this day is not offered; unless said, the day of the invoice.',
  }),
  periodFrom: date.nullable().optional().meta({ description: 'Printed.' }),
  periodTo: date.nullable().optional(),
  pricing: z.enum(['calculated', 'fixed']).default('calculated'),
  fixedTotal: amountAbove.meta({
    description: 'The total of a fixed price, with tax where the invoice is typed with tax.',
  }),
  taxMode: taxMode.nullable().optional().meta({
    description: "Amounts typed here are without tax, with it, or there is none; unless said, the firm's.",
  }),
  contactId: id.nullable().optional(),
  reference: shortText(500).nullable().optional(),
  note: longText(4000).nullable().optional(),
  templateId: id.nullable().optional(),
  layout: documentLayout.nullable().optional(),
  seriesId: id.nullable().optional(),
  jobs: z.array(jobOnInvoice).max(jobsMax).default([]),
  lines: z.array(typedLine).max(linesMax).default([]).meta({
    description: 'Lines outside of jobs, of a miscellaneous invoice.',
  }),
  lineSettings: z.array(lineSetting).max(batchSizeMax).default([]).meta({
    description: 'How composed lines read and are taxed, by their keys.',
  }),
};

export const invoiceContent = z.strictObject(contentFields).meta({ id: 'InvoiceContent' });

export const previewBody = z
  .strictObject({
    ...contentFields,
    invoiceId: id.nullable().optional().meta({
      description: 'The draft that is being changed: what it holds is free for it.',
    }),
  })
  .meta({ id: 'InvoicePreviewRequest' });
