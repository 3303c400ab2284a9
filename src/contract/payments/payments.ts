// What clients paid, and what of it pays which invoice.

import { z } from 'zod';
import { date, instant } from '../dates.ts';
import { id, version } from '../ids.ts';
import { amount, amountNotNegative, currency } from '../money.ts';
import { flagText, pageOf, pageQuery, textAndId } from '../paging.ts';
import { longText, searchText, shortText } from '../text.ts';

const line = (lengthMax: number) => shortText(lengthMax).nullable().optional();

export const allocationTerms = {
  allocate: z.enum(['oldest', 'named']).optional().meta({
    description:
      'Pay what has been due longest, or only the invoices that are named, which is what is done unless said.',
  }),
  invoices: z
    .array(
      z.strictObject({
        invoiceId: id,
        amount: amountNotNegative
          .nullable()
          .optional()
          .meta({ description: 'Tax included; unless said, as much as is outstanding and left.' }),
      }),
    )
    .max(500)
    .optional(),
  allocatedOn: date.optional().meta({ description: 'Unless said, as soon as both are there.' }),
};

export const paymentBody = z
  .strictObject({
    clientId: id,
    amount: amountNotNegative,
    currency: currency.optional().meta({ description: "The client's; another one is refused." }),
    paidOn: date.optional().meta({ description: 'Unless said, today in the firm.' }),
    method: line(100),
    reference: line(500),
    note: longText(2000).nullable().optional(),
    ...allocationTerms,
  })
  .meta({ id: 'NewPayment' });

export const allocationsBody = z.strictObject(allocationTerms).meta({ id: 'NewAllocations' });

export const refundBody = z
  .strictObject({
    amount: amountNotNegative.nullable().optional().meta({ description: 'Unless said, all that is left.' }),
    refundedOn: date.optional(),
  })
  .meta({ id: 'NewRefund' });

export const takeBackBody = z.strictObject({ takenBackOn: date.optional() }).meta({ id: 'TakeBack' });

export const voidBody = z
  .strictObject({ reason: shortText(2000), voidedOn: date.optional() })
  .meta({ id: 'VoidPayment' });

export const allocation = z
  .object({
    id,
    paymentId: id.nullable(),
    creditNoteId: id.nullable(),
    invoiceId: id.nullable().meta({ description: 'Null: paid back to the client.' }),
    invoiceNumber: z.string().nullable(),
    allocatedOn: date,
    amount: amount.meta({ description: 'Below zero where it takes an allocation back.' }),
    takesBackId: id.nullable(),
    standing: z.boolean().meta({ description: 'Neither taken back nor taking back.' }),
    recordedAt: instant,
    by: z.string(),
  })
  .meta({ id: 'Allocation' });

const fields = {
  id,
  version,
  clientId: id.nullable(),
  clientName: z.string().nullable(),
  currency,
  paidOn: date,
  amount,
  allocated: amount.meta({ description: 'What of it pays invoices or was paid back.' }),
  unallocated: amount.meta({ description: "What is left: the client's credit. Zero of a voided payment." }),
  method: z.string().nullable(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  recordedAt: instant,
  by: z.string(),
  voidedOn: date.nullable(),
  voidReason: z.string().nullable(),
  voidedBy: z.string().nullable(),
};

export const listedPayment = z.object(fields).meta({ id: 'ListedPayment' });

export const payment = z.object({ ...fields, allocations: z.array(allocation) }).meta({ id: 'Payment' });

export const paymentsQuery = z.strictObject({
  clientId: id.optional(),
  invoiceId: id.optional().meta({ description: 'Payments that pay this invoice, or paid it once.' }),
  from: date.optional(),
  to: date.optional(),
  unallocated: flagText.optional().meta({ description: 'Whether something of it is left.' }),
  voided: flagText.optional(),
  search: searchText.optional(),
  ...pageQuery(textAndId),
});
export const paymentsPage = pageOf(listedPayment, textAndId);
