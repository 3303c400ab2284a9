import { z } from 'zod';
import { accounts } from '#core/ledger/accounts.ts';
import { journalKindNames } from '#core/ledger/kinds.ts';
import { costFigure } from '../costs.ts';
import { date, instant } from '../dates.ts';
import { id, longId } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf, limit } from '../paging.ts';
import { columnsOf } from './columns.ts';
import { jobHead } from './job-head.ts';
import { itemKinds } from './unbilled-detail.ts';

export const accountName = z.enum(accounts as [(typeof accounts)[number], ...(typeof accounts)[number][]]);
export const journalKind = z.enum(
  journalKindNames as [(typeof journalKindNames)[number], ...(typeof journalKindNames)[number][]],
);
export const causeKind = z.enum(['timeEntry', 'costEntry', 'invoice', 'quote', 'wipAction', 'importBatch']);

export const cause = z.object({
  kind: causeKind,
  id: longId,
  label: z.string().meta({ description: 'What it was, for people.', examples: ['Time: Ana, 2 h, Design'] }),
});

const balances = {
  wipTime: amount,
  wipCost: amount,
  interims: amount,
  netWip: amount,
};

export const ledgerLine = z
  .object({
    journalId: longId,
    lineNumber: z.int(),
    effectiveOn: date,
    recordedAt: instant,
    kind: journalKind,
    kindLabel: z.string(),
    jobId: id,
    debit: accountName,
    credit: accountName,
    amount,
    currency,
    netWipChange: amount.meta({ description: 'What the line does to net WIP.' }),
    quantity: z
      .int()
      .meta({ description: 'Minutes of time or thousandths of a cost’s unit that moved with the value.' }),
    itemId: longId.nullable(),
    itemKind: z.enum(itemKinds).nullable(),
    taskName: z.string().nullable(),
    staffId: id.nullable(),
    staffName: z.string().nullable(),
    originOn: date,
    cost: costFigure(amount),
    cause,
    recordedBy: z.string(),
    reverses: longId.nullable(),
    reversedBy: longId.nullable(),
    running: z
      .object(balances)
      .meta({ description: "The job's balances after this line, whatever the filter hides." }),
  })
  .meta({ id: 'LedgerLine' });

/** Effective date, journal, line: the order of a job's ledger. */
export const ledgerPosition = z.tuple([
  z.enum(['after', 'before']),
  z.string().max(10),
  z.string().max(19),
  z.int().min(0).max(32767),
]);

export const jobLedgerQuery = z.strictObject({
  from: date.optional(),
  to: date.optional(),
  kind: journalKind.optional(),
  account: accountName.optional(),
  itemId: longId.optional(),
  staffId: id.optional(),
  start: z
    .enum(['oldest', 'newest'])
    .default('oldest')
    .meta({ description: 'Which end the first page shows.' }),
  limit,
  cursor: cursorOf(ledgerPosition).optional(),
});

export const jobLedgerAnswer = z
  .object({
    ...jobHead,
    currency,
    items: z.array(ledgerLine).meta({ description: 'Oldest first.' }),
    opening: z
      .object(balances)
      .meta({ description: 'The balances just before the first line of this page.' }),
    filtered: z
      .object({
        lines: z.int(),
        debits: amount,
        credits: amount,
        netWipChange: amount,
        accountChange: amount.nullable(),
      })
      .nullable()
      .meta({
        description: `Sums of every line that the filter finds, with the change of the account when one is asked for; null
          without a filter.`,
      }),
    current: z.object(balances).meta({ description: 'The balances of the job now.' }),
    nextCursor: cursorOf(ledgerPosition).nullable(),
    previousCursor: cursorOf(ledgerPosition).nullable(),
  })
  .meta({ id: 'JobLedger' });

export type LedgerLine = z.input<typeof ledgerLine>;

/** The accountant's view: every line as two rows, one of them a debit and the other a credit. */
export const ledgerSide = z
  .object({
    journalId: longId,
    lineNumber: z.int(),
    effectiveOn: date,
    kindLabel: z.string(),
    cause: z.string(),
    account: z.string(),
    debit: amount.nullable(),
    credit: amount.nullable(),
    currency,
  })
  .meta({ id: 'LedgerSide' });

export type LedgerSide = z.input<typeof ledgerSide>;

export const ledgerSideColumns = columnsOf<LedgerSide>(
  { key: 'effectiveOn', label: 'Date', kind: 'date' },
  { key: 'journalId', label: 'Journal', kind: 'text' },
  { key: 'lineNumber', label: 'Line', kind: 'integer' },
  { key: 'kindLabel', label: 'Kind', kind: 'text' },
  { key: 'cause', label: 'Cause', kind: 'text' },
  { key: 'account', label: 'Account', kind: 'text' },
  { key: 'debit', label: 'Debit', kind: 'money', summed: true },
  { key: 'credit', label: 'Credit', kind: 'money', summed: true },
  { key: 'currency', label: 'Currency', kind: 'text' },
);

export const journalAnswer = z
  .object({
    id: longId,
    kind: journalKind,
    kindLabel: z.string(),
    effectiveOn: date,
    recordedAt: instant,
    recordedBy: z.string(),
    cause,
    reverses: longId.nullable(),
    reversedBy: longId.nullable(),
    lines: z.array(
      z.object({
        lineNumber: z.int(),
        jobId: id,
        jobNumber: z.string(),
        debit: accountName,
        credit: accountName,
        amount,
        currency,
        netWipChange: amount,
        quantity: z.int(),
        itemId: longId.nullable(),
        itemKind: z.enum(itemKinds).nullable(),
        taskName: z.string().nullable(),
        staffName: z.string().nullable(),
        originOn: date,
        cost: costFigure(amount),
      }),
    ),
  })
  .meta({ id: 'Journal' });
