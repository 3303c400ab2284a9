// Credit notes: what is credited of an invoice, and what of the credit pays what.

import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { invoice } from '../invoices/invoices.ts';
import { amount, amountGiven, currency } from '../money.ts';
import { allocation } from '../payments/payments.ts';
import { shortText } from '../text.ts';

const destination = z.enum(['wip', 'writtenOff']).meta({
  id: 'CreditDestination',
  description: 'Where recorded work goes: back to WIP, to be billed again, or written off.',
});

const terms = {
  creditedOn: date.optional().meta({ description: 'Unless said, today in the firm.' }),
  lines: z
    .union([
      z.literal('all'),
      z
        .array(
          z.strictObject({
            lineNumber: z.int().min(1).max(1_000_000).meta({ description: 'Of the invoice.' }),
            amount: amountGiven.nullable().optional().meta({
              description: 'Without tax, signed as the line; unless said, all that is left.',
            }),
            destination: destination.optional(),
          }),
        )
        .min(1)
        .max(1_000),
    ])
    .meta({ description: 'All that is left of the invoice, or lines one by one.' }),
  destination: destination
    .optional()
    .meta({ description: 'Of lines that do not say; back to WIP unless said.' }),
};

export const creditPreviewBody = z.strictObject(terms).meta({ id: 'CreditTerms' });

export const creditBody = z
  .strictObject({
    ...terms,
    reason: shortText(2000).meta({ description: 'Printed on the credit note.' }),
    seriesId: id
      .nullable()
      .optional()
      .meta({ description: "Unless said, the firm's default for credit notes." }),
    fingerprint: z.string().min(1).max(100).optional().meta({
      description: 'Of the preview: the credit note is refused if it would now come to something else.',
    }),
  })
  .meta({ id: 'NewCreditNote' });

export const creditPreview = z
  .object({
    invoiceId: id,
    currency,
    creditedOn: date,
    total: amount.meta({ description: 'Without tax.' }),
    tax: amount,
    totalWithTax: amount,
    lines: z.array(
      z.object({
        lineNumber: z.int(),
        jobId: id.nullable(),
        description: z.string(),
        invoiced: amount.meta({ description: 'Without tax, as it was invoiced.' }),
        amount: amount.meta({ description: 'Credited, without tax.' }),
        tax: amount,
        destination,
      }),
    ),
    jobs: z.array(
      z.object({
        jobId: id,
        before: amount.meta({ description: 'Net WIP.' }),
        billed: amount.meta({ description: 'Below zero where it is taken back, as all that follow.' }),
        writtenOn: amount,
        writtenOff: amount,
        raised: amount.meta({ description: 'Interims raised.' }),
        absorbed: amount.meta({ description: 'Interims absorbed.' }),
        after: amount.meta({ description: 'Net WIP.' }),
      }),
    ),
    taxes: invoice.shape.taxes,
    fingerprint: z.string(),
  })
  .meta({ id: 'CreditPreview' });

export const creditNote = invoice
  .extend({
    unallocated: amount.meta({ description: "What is left of it: the client's credit." }),
    allocations: z.array(allocation),
  })
  .meta({ id: 'CreditNote' });

export const cancellationBody = z.strictObject({ reason: shortText(2000) }).meta({ id: 'Cancellation' });

export const allocationsOfDocument = z
  .object({ items: z.array(allocation) })
  .meta({ id: 'AllocationsOfInvoice' });
