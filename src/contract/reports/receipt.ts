import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { columnsOf } from './columns.ts';
import { jobHead } from './job-head.ts';
import { knownAt } from './parameters.ts';

export const receiptFigures = [
  'opening',
  'time',
  'costs',
  'revalued',
  'moved',
  'writtenOn',
  'writtenOff',
  'billed',
  'interims',
  'available',
] as const;

export const receiptQuery = z.strictObject({
  jobId: id,
  from: date.optional().meta({ description: 'Without it from the beginning of the job.' }),
  to: date.optional().meta({ description: 'Without it everything.' }),
  knownAt,
});

export const receiptLine = z
  .object({
    figure: z.enum(receiptFigures),
    label: z.string(),
    amount: amount.meta({
      description: 'Signed as it moves net WIP: the lines between make opening into available.',
    }),
    currency,
    account: z.string().nullable().meta({
      description: "The account of the job's ledger whose lines, in the same days, make the figure.",
    }),
  })
  .meta({ id: 'ReceiptLine' });

export const receiptAnswer = z
  .object({
    ...jobHead,
    currency,
    from: date.nullable(),
    to: date.nullable(),
    knownAt: z.string().nullable(),
    items: z.array(receiptLine),
    uninvoicedQuote: amount.nullable(),
  })
  .meta({ id: 'Receipt', description: 'How what is available to invoice on a job came about.' });

export type ReceiptLine = z.input<typeof receiptLine>;

export const receiptColumns = columnsOf<ReceiptLine>(
  { key: 'label', label: 'Figure', kind: 'text' },
  { key: 'amount', label: 'Amount', kind: 'money' },
  { key: 'currency', label: 'Currency', kind: 'text' },
);
