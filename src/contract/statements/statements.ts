// Statements: the account of a client from one day to another.

import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';

export const clientStatementQuery = z.strictObject({
  from: date.optional().meta({ description: 'Unless said, the first day of the month before the last day.' }),
  to: date.optional().meta({ description: 'Unless said, today in the firm.' }),
  currency: currency.optional().meta({ description: "Unless said, the client's own." }),
});

const entryKinds = [
  'invoice',
  'invoiceCancelled',
  'creditNote',
  'creditNoteCancelled',
  'payment',
  'paymentVoided',
  'refund',
] as const;

export const clientStatement = z
  .object({
    clientId: id,
    clientName: z.string(),
    currency,
    from: date,
    to: date,
    opening: amount.meta({ description: 'Owed before the first day; below zero: credit of the client.' }),
    closing: amount.meta({ description: 'Owed at the end of the last day: opening and all entries.' }),
    entries: z.array(
      z.object({
        on: date,
        kind: z.enum(entryKinds),
        source: z.enum(['invoice', 'creditNote', 'payment']),
        sourceId: id.meta({ description: 'What is behind it; of a refund, what it was paid back from.' }),
        number: z.string().nullable(),
        reference: z.string().nullable(),
        dueOn: date.nullable(),
        amount: amount.meta({ description: 'Tax included: what the client owes more, or less below zero.' }),
        balance: amount.meta({ description: 'Owed after it.' }),
      }),
    ),
    ageing: z
      .object({
        current: amount.meta({ description: 'Not yet due.' }),
        days1To30: amount,
        days31To60: amount,
        days61To90: amount,
        over90Days: amount,
        credits: amount.meta({
          description: 'Zero or below: credit notes and payments that pay nothing yet.',
        }),
      })
      .meta({ description: 'The closing balance by the days since it was due.' }),
  })
  .meta({ id: 'ClientStatement' });

export const statementLines = z
  .object({
    items: z.array(
      z
        .object({
          on: date,
          kind: z.enum(['opening', ...entryKinds, 'closing']),
          number: z.string().nullable(),
          reference: z.string().nullable(),
          dueOn: date.nullable(),
          currency,
          amount: amount.nullable().meta({ description: 'Tax included; null of opening and closing.' }),
          balance: amount.meta({ description: 'Owed after it.' }),
        })
        .meta({ id: 'StatementLine' }),
    ),
  })
  .meta({ id: 'StatementLines' });
