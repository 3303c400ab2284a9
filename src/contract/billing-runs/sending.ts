// Sending the approved invoices of a run, and how far that is.

import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { batchSizeMax, listText, pageOf, pageQuery, textAndId } from '../paging.ts';
import { problemError } from '../problem.ts';

const placeMax = 50_000;

const sendingState = z.enum(['unsent', 'unsendable', 'queued', 'sent', 'failed']).meta({
  id: 'InvoiceSendingState',
  description:
    'By the newest message of an invoice, whoever asked for it. unsendable: when it was asked for, there was nobody to send it to. failed: no mail server will take it.',
});

const counts = {
  unsent: z.int(),
  unsendable: z.int(),
  queued: z.int(),
  sent: z.int(),
  failed: z.int(),
};

export const runSending = z.object(counts).meta({
  id: 'BillingRunSending',
  description: 'How many approved invoices of the run are in which state.',
});

export const newSending = z
  .strictObject({
    units: z
      .array(z.int().min(1).max(placeMax))
      .min(1)
      .max(batchSizeMax)
      .optional()
      .meta({ description: 'Invoices by their places in the run; all, unless said.' }),
    again: z.boolean().default(false).meta({
      description: 'Whether to send also what was sent. What waits in the queue is never queued twice.',
    }),
  })
  .meta({ id: 'NewBillingRunSending' });

export const sentRun = z
  .object({
    queued: z.int().meta({ description: 'Messages that wait now to be sent.' }),
    unsendable: z.int().meta({ description: 'Invoices with nobody to send them to; the list says why.' }),
    skipped: z.int().meta({ description: 'Invoices that were sent before, or wait in the queue.' }),
    left: z.int().meta({ description: 'Not looked at, because one request sends no more. Ask again.' }),
    sending: runSending,
  })
  .meta({ id: 'SentBillingRun' });

export const sendingQuery = z.strictObject({
  state: listText(sendingState).optional(),
  ...pageQuery(textAndId),
});

export const sendingPage = pageOf(
  z
    .object({
      place: z.int(),
      invoiceId: id,
      invoiceNumber: z.string().nullable(),
      clientId: id.nullable(),
      clientName: z.string().nullable(),
      state: sendingState,
      mailId: id.nullable().meta({ description: 'Of its newest message.' }),
      to: z.array(z.string()),
      lastError: z.string().nullable(),
      sentAt: instant.nullable().meta({ description: 'When it was sent first.' }),
      refusals: z.array(problemError).nullable().meta({ description: 'Of what is unsendable: why.' }),
    })
    .meta({ id: 'BillingRunInvoiceSending' }),
  textAndId,
);
