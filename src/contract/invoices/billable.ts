// What could be invoiced, for whoever draws up an invoice.

import { z } from 'zod';
import { date } from '../dates.ts';
import { id, longId } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf, listText, pageOf, wholeNumberText } from '../paging.ts';

const position = z.tuple([z.int().min(1).max(2_147_483_647)]);

export const billableQuery = z.strictObject({
  clientId: id.optional(),
  jobIds: listText(id, 50).optional().meta({
    description: 'Ids separated by commas; these jobs are answered whatever is open on them.',
  }),
  cutOffOn: date.optional().meta({ description: 'Leaves out entries after this day.' }),
  limit: wholeNumberText(1, 50).default(10).meta({ description: 'How many jobs to answer, at most 50.' }),
  cursor: cursorOf(position).optional(),
});

const item = z.object({
  itemId: longId,
  kind: z.enum(['time', 'cost', 'interim']),
  date,
  jobTaskId: id.nullable(),
  jobTaskName: z.string().nullable(),
  staffId: id.nullable(),
  staffName: z.string().nullable(),
  description: z.string().nullable(),
  billable: z.boolean(),
  minutes: z.int().nullable(),
  quantity: z.string().nullable(),
  price: amount.meta({ description: 'Per hour of time, per unit of a cost.' }),
  open: amount,
  draftId: id.nullable().meta({ description: 'The draft that holds it.' }),
});

const quote = z.object({
  quoteId: id,
  label: z.string(),
  total: amount,
  uninvoiced: amount,
  lines: z.array(
    z.object({
      quoteLineId: id,
      kind: z.enum(['task', 'cost']),
      description: z.string(),
      jobTaskId: id.nullable(),
      amount,
      claimed: amount.meta({ description: 'By approved invoices, less credit notes.' }),
    }),
  ),
});

const billableJob = z
  .object({
    jobId: id,
    jobNumber: z.string(),
    jobName: z.string(),
    clientId: id,
    clientName: z.string(),
    currency,
    wipTime: amount,
    wipCost: amount,
    interims: amount,
    netWip: amount,
    uninvoicedQuote: amount,
    onDraft: amount.meta({ description: 'Of what is open, what drafts hold.' }),
    items: z.array(item),
    itemsOmitted: z
      .int()
      .meta({ description: 'Open entries that are not answered: later ones, or too many.' }),
    quote: quote.nullable(),
  })
  .meta({ id: 'BillableJob' });

export const billablePage = pageOf(billableJob, position);
