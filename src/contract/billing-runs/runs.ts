// Billing runs: rehearsed, compared, changed by rules and choices. Every amount is a sum over the run's jobs.

import { z } from 'zod';
import { choiceTreatments, decisions, reasonCodes, warningCodes } from '#core/billing-run/plan.ts';
import { instant } from '../dates.ts';
import { id, version } from '../ids.ts';
import { invoiceBasis, invoiceType } from '../invoices/content.ts';
import { amount, currency } from '../money.ts';
import {
  batchSizeMax,
  flagText,
  listText,
  pageOf,
  pageQuery,
  textAndId,
  wholeNumberText,
} from '../paging.ts';
import { listPage, listQuery } from '../practice.ts';
import { problemError } from '../problem.ts';
import { longText, shortText } from '../text.ts';
import { stopCauses } from '#core/billing-run/stopped.ts';
import { definedRules, runRules } from './rules.ts';
import { runState } from './run-state.ts';

const unitsMax = 50_000;

const decision = z.enum(decisions).meta({ id: 'BillingDecision' });
const reason = z.enum(reasonCodes).meta({
  id: 'BillingReason',
  description: 'Why a job is held, written off or left; in the order in which they are found.',
});
const warning = z.enum(warningCodes).meta({ id: 'BillingWarning' });

export const newRun = z
  .strictObject({
    name: shortText(200)
      .optional()
      .meta({ description: 'Unless said, that of its definition, with the month that it bills.' }),
    definitionId: id.optional(),
    rules: definedRules.optional(),
  })
  .meta({ id: 'NewBillingRun', description: 'By a definition, or by rules of its own.' });

export const runContent = z
  .strictObject({ name: shortText(200), rules: definedRules })
  .meta({ id: 'BillingRunContent' });

const choiceGiven = {
  treatment: z.enum(choiceTreatments).nullable().default(null).meta({
    description:
      'bill: whatever the rules say of it, its minimum and its age. carry and hold: left for a later run. Null: by the rules.',
  }),
  ignoresMinimum: z.boolean().default(false).meta({ description: 'Whether no minimum counts for it.' }),
  note: longText(2000).nullable().default(null),
};

export const runChoices = z
  .strictObject({
    choices: z
      .array(
        z.union([
          z.strictObject({ jobId: id, ...choiceGiven }),
          z.strictObject({ clientId: id, ...choiceGiven }),
        ]),
      )
      .min(1)
      .max(batchSizeMax),
  })
  .meta({
    id: 'BillingChoices',
    description:
      'What is said of jobs, or of all jobs of a client that nothing is said of. Each takes the place of what was said of the same before; others stay.',
  });

export const refreshOptions = z
  .strictObject({
    jobs: z.enum(['changed', 'all']).default('changed').meta({
      description: 'changed: those that moved, came or went since they were planned.',
    }),
  })
  .meta({ id: 'BillingRunRefresh' });

const figures = {
  total: amount.meta({ description: 'Without tax, what is invoiced.' }),
  tax: amount,
  before: amount.meta({ description: 'Net WIP.' }),
  billed: amount,
  writtenOn: amount,
  writtenOff: amount,
  raised: amount.meta({ description: 'Interims raised.' }),
  absorbed: amount.meta({ description: 'Interims absorbed.' }),
  carried: amount.meta({ description: 'Time and costs that stay open.' }),
  after: amount.meta({ description: 'Net WIP.' }),
};

const totalsFields = {
  currency,
  jobs: z.int(),
  toBill: z.int(),
  toWriteOff: z.int(),
  onHold: z.int(),
  left: z.int().meta({ description: 'Jobs that nothing is done to.' }),
  ...figures,
  realisation: z.string().nullable().meta({
    description: 'Billed ÷ (billed + written off − written on) in percent; null where nothing leaves WIP.',
  }),
};

const runTotals = z
  .object(totalsFields)
  .meta({ id: 'BillingRunTotals', description: 'Of one currency; currencies are never added together.' });

const stopped = z
  .object({
    at: instant.meta({ description: 'When it failed for the last time.' }),
    attempts: z.int(),
    cause: z.enum(stopCauses),
  })
  .meta({
    id: 'BillingRunStop',
    description:
      'What does the work of the run has failed as often as it may be tried; it goes on when it is resumed. fault: of the program, whose log says more.',
  });

const head = {
  id,
  version,
  name: z.string(),
  state: runState,
  stopped: stopped.nullable().meta({ description: 'Null unless it is running and stands still.' }),
  definitionId: id.nullable(),
  plannedAt: instant,
  createdBy: z.string(),
  createdAt: instant,
  totals: z.array(runTotals),
};

const unitState = z
  .enum(['planned', 'drafted', 'billed', 'nothing', 'parked', 'undone'])
  .meta({ id: 'BillingUnitState' });
const writeOffState = z
  .enum(['planned', 'writtenOff', 'nothing', 'parked', 'undone'])
  .meta({ id: 'BillingWriteOffState' });
const refusals = z
  .array(problemError)
  .nullable()
  .meta({ description: 'Why it was parked, or why it stayed as it was.' });

export const runProgress = z
  .object({
    state: runState,
    work: z.enum(['bill', 'approve', 'undo']).nullable().meta({
      description: 'What is done, or was done last; null before the run is started.',
    }),
    step: z.int().meta({ description: 'Rises with everything that is done.' }),
    done: z.int().meta({ description: 'Invoices and write-offs since it began, or went on after a pause.' }),
    left: z.int().meta({ description: 'Invoices and write-offs that are still to be done.' }),
    perMinute: z.int().nullable(),
    secondsLeft: z.int().nullable(),
    units: z
      .object({
        planned: z.int(),
        drafted: z.int(),
        billed: z.int(),
        nothing: z.int().meta({ description: 'Where nothing was left to invoice.' }),
        parked: z.int().meta({ description: 'Refused; each says why.' }),
        undone: z.int(),
      })
      .meta({ description: 'Invoices by what became of them.' }),
    writeOffs: z
      .object({
        planned: z.int(),
        writtenOff: z.int(),
        nothing: z.int(),
        parked: z.int(),
        undone: z.int(),
      })
      .meta({ description: 'Jobs that are written off, by what became of them.' }),
    refused: z.int().meta({ description: 'Invoices and write-offs that say why they stayed as they were.' }),
    invoiced: z
      .array(z.object({ currency, invoices: z.int(), total: amount, tax: amount }))
      .meta({ description: 'What the invoices and drafts that it made come to, where they stand.' }),
    beganAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'BillingRunProgress' });

export const runStart = z
  .strictObject({
    whenChanged: z.enum(['park', 'bill']).default('park').meta({
      description:
        'What becomes of an invoice that comes to something else than was rehearsed: it is parked, or made as it is now.',
    }),
  })
  .meta({ id: 'BillingRunStart' });

export const runApproval = z
  .strictObject({
    units: z
      .array(z.int().min(1).max(unitsMax))
      .min(1)
      .max(batchSizeMax)
      .optional()
      .meta({ description: 'Drafts by their places in the run; all, unless said.' }),
  })
  .meta({ id: 'BillingRunApproval' });

export const runUndoing = z.strictObject({ reason: longText(2000) }).meta({ id: 'BillingRunUndoing' });

const runChoice = z
  .object({
    jobId: id.nullable(),
    clientId: id.nullable(),
    name: z.string().nullable().meta({ description: 'The number of the job, or the name of the client.' }),
    treatment: z.enum(choiceTreatments).nullable(),
    ignoresMinimum: z.boolean(),
    note: z.string().nullable(),
    decidedBy: z.string(),
    decidedAt: instant,
  })
  .meta({ id: 'BillingRunChoice' });

export const billingRun = z
  .object({
    ...head,
    rules: runRules,
    units: z.int().meta({ description: 'How many invoices.' }),
    changedJobs: z.int().meta({
      description: 'Jobs that something was posted on since they were planned; a refresh pulls it in.',
    }),
    reasons: z.array(z.object({ decision, reason, jobs: z.int() })),
    warnings: z.array(z.object({ warning, jobs: z.int() })),
    choices: z.array(runChoice),
    progress: runProgress,
  })
  .meta({ id: 'BillingRun' });

export const runsQuery = z.strictObject({ state: listText(runState).optional(), ...pageQuery(textAndId) });
export const runsPage = pageOf(z.object(head).meta({ id: 'ListedBillingRun' }), textAndId);

export const runJobsQuery = z.strictObject({
  decision: decision.optional(),
  warning: warning.optional(),
  clientId: id.optional(),
  unit: wholeNumberText(1, unitsMax)
    .optional()
    .meta({ description: 'The jobs of one invoice, by its place.' }),
  changed: flagText.optional().meta({ description: 'Whether something was posted on it since.' }),
  ...listQuery,
});

export const runJobsPage = listPage(
  z
    .object({
      id: id.meta({ description: 'Of the job.' }),
      number: z.string().nullable(),
      name: z.string().nullable(),
      clientId: id,
      clientName: z.string().nullable(),
      currency,
      decision,
      reason: reason.nullable(),
      detail: z.string().nullable(),
      unit: z.int().nullable().meta({ description: 'The place of its invoice.' }),
      openItems: z.int(),
      warnings: z.array(warning),
      hasChanged: z.boolean(),
      writeOff: writeOffState
        .nullable()
        .meta({ description: 'Of a job that is written off, once the run was started.' }),
      wipActionId: id.nullable(),
      refusals,
      ...figures,
    })
    .meta({ id: 'BillingRunJob' }),
);

export const unitsQuery = z.strictObject({
  clientId: id.optional(),
  state: listText(unitState).optional(),
  ...pageQuery(textAndId),
});

export const unitsPage = pageOf(
  z
    .object({
      place: z.int(),
      clientId: id,
      clientName: z.string().nullable(),
      currency,
      type: invoiceType,
      basis: invoiceBasis,
      total: amount,
      tax: amount,
      jobs: z.int(),
      items: z.int(),
      state: unitState,
      invoiceId: id.nullable(),
      invoiceNumber: z.string().nullable(),
      refusals,
    })
    .meta({ id: 'BillingRunUnit', description: 'One invoice that the run makes.' }),
  textAndId,
);

export const unitParams = z.strictObject({ id, place: wholeNumberText(1, unitsMax) });

export const runTotalsQuery = z.strictObject({
  by: z.enum(['client', 'manager', 'partner', 'category']),
  ...pageQuery(textAndId),
});

export const runTotalsPage = pageOf(
  z
    .object({ id: id.nullable(), name: z.string().nullable(), ...totalsFields })
    .meta({ id: 'BillingRunGroup' }),
  textAndId,
);

export const comparisonQuery = z.strictObject({
  with: id.meta({ description: 'The other run.' }),
  by: z.enum(['job', 'client']).default('job'),
  ...pageQuery(textAndId),
});

const side = z
  .object({ decision: decision.nullable(), total: amount, tax: amount, writtenOff: amount })
  .nullable();

export const comparisonPage = pageOf(
  z
    .object({
      id: id.meta({ description: 'Of the job or the client.' }),
      number: z.string().nullable(),
      name: z.string().nullable(),
      currency,
      here: side.meta({ description: 'Null where this run does not have it.' }),
      there: side.meta({ description: 'Null where the other run does not have it.' }),
      difference: amount.meta({ description: 'What this run invoices more than the other, without tax.' }),
    })
    .meta({ id: 'BillingRunDifference', description: 'Two runs where they differ.' }),
  textAndId,
);
