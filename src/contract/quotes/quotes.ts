// Quotes: what is offered to a client, and what becomes of the offer.

import { z } from 'zod';
import { quoteStates } from '#core/quotes/life.ts';
import { costFigure } from '../costs.ts';
import { date, instant } from '../dates.ts';
import { id, longId, version } from '../ids.ts';
import { amount, amountGiven, amountNotNegative, currency } from '../money.ts';
import { listText, pageOf, pageQuery, textAndId } from '../paging.ts';
import { quantity } from '../quantity.ts';
import { longText, searchText, shortText } from '../text.ts';

const quoteState = z.enum(quoteStates).meta({ id: 'QuoteState' });
const lineKind = z.enum(['task', 'cost', 'text']).meta({
  description: 'Work by its minutes, something bought by its quantity, or a line of text without a price.',
});
const pricing = z.enum(['calculated', 'fixed']);
const taxMode = z.enum(['exclusive', 'inclusive', 'none']);
const minutes = z.int().min(0).max(100_000_000);

const lineToQuote = z
  .strictObject({
    id: id.optional().meta({
      description: 'Of a line as it was read: a unit cost that is not said stays as it is.',
    }),
    kind: lineKind,
    taskId: id.nullable().optional().meta({
      description: "A task of the firm's library; without one, the description names the task.",
    }),
    description: shortText(1000).optional().meta({ description: "Unless said, the task's name." }),
    note: longText(4000).nullable().optional(),
    minutes: minutes.nullable().optional(),
    rate: amountNotNegative.nullable().optional().meta({ description: 'Per hour.' }),
    quantity: quantity.nullable().optional(),
    unitPrice: amountNotNegative.nullable().optional(),
    unitCost: amountNotNegative
      .nullable()
      .optional()
      .meta({ description: "What the firm pays per unit, in the firm's currency." }),
    amount: amountGiven.nullable().optional().meta({
      description: 'Unless said, quantity × price. Where both are said and differ, the amount stands.',
    }),
    taxId: id.nullable().optional().meta({ description: "Unless said, the client's tax; null: none." }),
    isOption: z.boolean().optional().meta({ description: 'Counts in the total only when it is chosen.' }),
    isChosen: z.boolean().optional().meta({ description: 'Of an option: whether it is proposed.' }),
  })
  .meta({ id: 'LineToQuote' });

export const quoteBody = z
  .strictObject({
    clientId: id,
    jobId: id.nullable().optional(),
    contactId: id.nullable().optional(),
    name: shortText(200),
    quotedOn: date.nullable().optional().meta({ description: 'Unless said, the day it is issued.' }),
    validUntil: date.nullable().optional().meta({
      description: "Unless said, as many days later as the firm's quotes are valid.",
    }),
    pricing: pricing.optional().meta({ description: 'Unless said, calculated from the chosen lines.' }),
    fixedTotal: amountNotNegative.nullable().optional().meta({
      description: 'Shared over the chosen lines; with tax where amounts include it.',
    }),
    taxMode: taxMode.optional().meta({ description: "Unless said, the firm's." }),
    introduction: longText(4000).nullable().optional(),
    terms: longText(8000).nullable().optional(),
    note: longText(4000).nullable().optional().meta({ description: 'For the firm itself; not printed.' }),
    templateId: id.nullable().optional(),
    lines: z.array(lineToQuote).max(500),
  })
  .meta({ id: 'QuoteToDraw' });

export const issueBody = z.strictObject({
  seriesId: id
    .nullable()
    .optional()
    .meta({ description: "Unless said, the firm's default number series for quotes." }),
});

const newJob = z
  .strictObject({
    number: shortText(50),
    name: shortText(200),
    description: longText(10_000).nullable(),
    stateId: id,
    category: shortText(100).nullable(),
    managerId: id.nullable(),
    partnerId: id.nullable(),
    startOn: date.nullable(),
    dueOn: date.nullable(),
    budget: amountNotNegative.nullable(),
    clientOrderNumber: shortText(100).nullable(),
    rateBasis: z.enum(['task', 'staff']),
  })
  .partial()
  .meta({ id: 'JobOfQuote' });

export const acceptanceBody = z
  .strictObject({
    acceptedOn: date.optional().meta({ description: 'Unless said, today in the firm.' }),
    options: z
      .array(id)
      .max(500)
      .optional()
      .meta({ description: 'The ids of the options that are chosen; unless said, as they were proposed.' }),
    jobId: id.optional().meta({
      description:
        'The job that is billed by the quote, where the quote names none. Without it a job is added.',
    }),
    newJob: newJob.optional().meta({ description: "Unless said, the new job has the quote's name." }),
    replaces: z.boolean().optional().meta({
      description:
        "Takes the place of the job's master quote; what was invoiced of that one counts against it.",
    }),
    adds: z.boolean().optional().meta({ description: "Adds to the job's master quote, as a variation." }),
  })
  .meta({ id: 'QuoteAcceptance' });

export const declineBody = z.strictObject({
  declinedOn: date.optional().meta({ description: 'Unless said, today in the firm.' }),
  reason: longText(2000).nullable().optional(),
});

const composedLine = {
  typedAmount: amount.meta({
    description: 'What the line comes to by itself, in the terms of the tax mode.',
  }),
  amount: amount.meta({ description: "Ex tax. Under a fixed price, the line's part of it." }),
  tax: amount,
  multipliesOut: z.boolean().meta({
    description: 'Whether quantity × price is the printed amount; where not, the amount stands alone.',
  }),
  residual: amount.meta({
    description: 'What the printed amount has above quantity × price; zero where they are not both there.',
  }),
};

const quoteLine = z
  .object({
    id,
    lineNumber: z.int(),
    kind: lineKind,
    taskId: id.nullable(),
    taskName: z.string().nullable(),
    description: z.string(),
    note: z.string().nullable(),
    minutes: z.int().nullable(),
    rate: amount.nullable(),
    quantity: quantity.nullable(),
    unitPrice: amount.nullable(),
    unitCost: costFigure(amount.nullable()),
    ...composedLine,
    taxId: id.nullable(),
    isOption: z.boolean(),
    isChosen: z.boolean(),
    isProposed: z.boolean().meta({ description: 'As it was issued; whoever accepts may choose otherwise.' }),
    jobTaskId: id.nullable().meta({ description: "The job's task that the accepted line became." }),
    costEntryId: longId.nullable().meta({ description: 'The estimated cost that the accepted line became.' }),
    claimed: amount.meta({ description: 'What of it stands invoiced, ex tax.' }),
  })
  .meta({ id: 'QuoteLine' });

const quoteTax = z
  .object({
    taxId: id,
    name: z.string(),
    component: z.string(),
    percent: z.string(),
    base: amount,
    tax: amount,
  })
  .meta({ id: 'QuoteTax', description: 'The tax of what is chosen.' });

const costs = {
  /** What the chosen lines cost the firm as far as it is said, in the firm's currency. */
  cost: costFigure(amount.nullable()),
  /** What the total leaves beside that cost; null across currencies. */
  margin: costFigure(amount.nullable()),
};

const totals = {
  currency,
  total: amount.meta({ description: 'Ex tax, of what is chosen.' }),
  tax: amount,
  totalWithTax: amount,
};

const head = {
  id,
  version,
  number: z.string().nullable().meta({ description: 'A draft has none.' }),
  name: z.string().nullable(),
  state: quoteState,
  clientId: id.nullable(),
  clientName: z.string().nullable(),
  jobId: id.nullable(),
  jobNumber: z.string().nullable(),
  jobName: z.string().nullable(),
  isMaster: z.boolean().meta({ description: 'The quote that its job is billed by; others add to it.' }),
  quotedOn: date.nullable(),
  validUntil: date.nullable(),
  acceptedOn: date.nullable(),
  declinedOn: date.nullable(),
  ...totals,
  revisesQuoteId: id.nullable(),
  revisesNumber: z.string().nullable(),
  revisedByQuoteId: id.nullable(),
  sentAt: instant.nullable(),
  createdAt: instant.nullable(),
  createdByName: z.string().nullable(),
};

export const listedQuote = z.object(head).meta({ id: 'ListedQuote' });

const whole = {
  ...head,
  contactId: id.nullable(),
  contactName: z.string().nullable(),
  pricing,
  fixedTotal: amount.nullable(),
  taxMode,
  introduction: z.string().nullable(),
  terms: z.string().nullable(),
  note: z.string().nullable(),
  templateId: id.nullable(),
  declineReason: z.string().nullable(),
  ...costs,
  uninvoicedQuote: amount
    .nullable()
    .meta({ description: "What of all the job's accepted quotes is not invoiced; null unless accepted." }),
  lines: z.array(quoteLine),
  taxes: z.array(quoteTax),
};

export const quote = z.object(whole).meta({ id: 'Quote' });

export const acceptedQuote = z
  .object({
    ...whole,
    warnings: z.array(
      z.object({ code: z.enum(['quoteExpired', 'jobClosed', 'claimedOnDraft']), detail: z.string() }),
    ),
  })
  .meta({ id: 'AcceptedQuote' });

export const quotePreview = z
  .object({ ...totals, ...costs, lines: z.array(z.object(composedLine)), taxes: z.array(quoteTax) })
  .meta({ id: 'QuotePreview' });

export const quotesQuery = z.strictObject({
  states: listText(quoteState, quoteStates.length)
    .optional()
    .meta({ description: 'States, separated by commas.' }),
  clientId: id.optional(),
  jobId: id.optional(),
  from: date.optional().meta({ description: 'Quotes of this day or later.' }),
  to: date.optional().meta({ description: 'Quotes up to this day.' }),
  search: searchText.optional(),
  order: z.enum(['asc', 'desc']).default('desc').meta({ description: 'By day, newest first unless said.' }),
  ...pageQuery(textAndId),
});

export const quotesPage = pageOf(listedQuote, textAndId);

const { clientId, jobId, from, to, search } = quotesQuery.shape;
export const quoteCountsQuery = z.strictObject({ clientId, jobId, from, to, search });

export const quoteCounts = z
  .object({
    items: z.array(
      z.object({
        state: quoteState,
        isExpired: z.boolean().meta({ description: 'Issued, and past its last day.' }),
        currency,
        count: z.int(),
        total: amount,
      }),
    ),
    decided: z.int().meta({ description: 'How many were accepted or declined.' }),
    wonPercent: z
      .string()
      .nullable()
      .meta({ description: 'How many of those were accepted; null where none was decided.' }),
  })
  .meta({ id: 'QuoteCounts' });
