// What people do to WIP without an invoice: write it off or on, move it, revalue it, raise interims, wash jobs up, and
// undo each of these.

import { z } from 'zod';
import { date, instant } from '../dates.ts';
import { id, longId } from '../ids.ts';
import { amount, amountNotNegative, amountGiven, currency } from '../money.ts';
import { batchSizeMax, pageOf, pageQuery } from '../paging.ts';
import { longText, shortText } from '../text.ts';
import { journalKind } from '../reports/job-ledger.ts';
import { jobBalance } from './balance.ts';

const terms = {
  effectiveOn: date
    .optional()
    .meta({ description: 'The day it counts for; unless said, today in the firm.' }),
  reasonId: id.nullable().optional(),
  note: longText(2000).nullable().optional(),
};

export const wipActionKind = z
  .enum(['writeOff', 'writeOn', 'washUp', 'revaluation', 'move', 'interim', 'openingAdjustment'])
  .meta({ id: 'WipActionKind' });

const itemAmount = amountGiven.nullable().optional();

export const writeOffBody = z.strictObject({
  items: z
    .array(
      z.strictObject({
        itemId: longId,
        amount: itemAmount.meta({ description: 'Unless said, all that is open.' }),
      }),
    )
    .min(1)
    .max(10_000),
  ...terms,
});

export const writeOnBody = z.strictObject({
  items: z
    .array(z.strictObject({ itemId: longId, amount: amountNotNegative }))
    .min(1)
    .max(10_000),
  ...terms,
});

export const washUpBody = z.strictObject({
  jobIds: z.array(id).min(1).max(batchSizeMax),
  acrossJobs: z.boolean().optional().meta({
    description:
      'The jobs, all of one client, settle against each other: interims of one absorb the WIP of the others.',
  }),
  ...terms,
});

export const washUpPreview = z.object({
  jobs: z.array(
    z.object({
      jobId: id,
      currency,
      billed: amount,
      absorbed: amount,
      writtenOff: amount,
      writtenOn: amount,
    }),
  ),
});

export const interimBody = z.strictObject({
  jobId: id,
  amount: amountNotNegative,
  description: shortText(500),
  ...terms,
});

export const moveBody = z.strictObject({
  itemIds: z.array(longId).min(1).max(batchSizeMax),
  toJobId: id,
  toJobTaskId: id.nullable().optional(),
  ...terms,
});

const worth = {
  currency,
  from: amount.meta({ description: 'What it is worth now.' }),
  to: amount.meta({ description: 'What it will be worth.' }),
  reason: z.string(),
};

export const movePreview = z.object({
  entries: z.array(z.object({ itemId: longId, fromJobId: id, ...worth })),
});

export const revaluationBody = z.strictObject({
  jobIds: z.array(id).min(1).max(batchSizeMax).optional(),
  clientId: id.optional(),
  staffId: id.optional(),
  taskId: id.optional().meta({ description: "A task of the firm's library." }),
  from: date.optional().meta({ description: 'The first day worked.' }),
  to: date.optional().meta({ description: 'The last day worked.' }),
  ...terms,
});

export const revaluationPreview = z.object({
  entries: z.array(
    z.object({ itemId: longId, jobId: id, staffId: id, workedOn: date, minutes: z.int(), ...worth }),
  ),
  totals: z.array(z.object({ currency, from: amount, to: amount })),
});

export const undoBody = z.strictObject({ note: longText(2000).nullable().optional() });

export const wipActionDone = z
  .object({
    wipActionId: id,
    kind: wipActionKind,
    effectiveOn: date,
    journalIds: z.array(longId),
    balances: z.array(jobBalance),
  })
  .meta({ id: 'WipActionDone' });

export const interimRaised = wipActionDone.extend({ itemId: longId }).meta({ id: 'InterimRaised' });

const jobNamed = z.object({ id, number: z.string(), name: z.string() });

export const wipAction = z
  .object({
    id,
    kind: wipActionKind,
    effectiveOn: date,
    reason: z.string().nullable(),
    note: z.string().nullable(),
    by: z.string(),
    recordedAt: instant,
    undoneAt: instant.nullable(),
    undoneBy: z.string().nullable(),
    jobCount: z.int(),
    job: jobNamed.nullable().meta({ description: 'The job that it was done to, or the first of several.' }),
    totals: z
      .array(z.object({ currency, netWipChange: amount }))
      .meta({ description: 'What it did to net WIP when it was done.' }),
  })
  .meta({ id: 'WipAction' });

export const explainedWipAction = wipAction
  .extend({
    journals: z.array(
      z.object({
        journalId: longId,
        kind: journalKind,
        kindLabel: z.string(),
        effectiveOn: date,
        jobId: id,
        jobNumber: z.string(),
        jobName: z.string(),
        currency,
        netWipChange: amount,
        lines: z.int(),
        reversedBy: longId.nullable(),
      }),
    ),
    isCut: z.boolean().meta({ description: 'There are more journals than these thousand.' }),
  })
  .meta({ id: 'ExplainedWipAction', description: 'With what it posted, each job of a journal by itself.' });

const position = z.tuple([z.int().min(1).max(2_147_483_647)]);

export const wipActionsQuery = z.strictObject({ kind: wipActionKind.optional(), ...pageQuery(position) });
export const wipActionsPage = pageOf(wipAction, position);
