// The review of a run's drafts: where they stand, and what is said of them.

import { z } from 'zod';
import { verdicts } from '#core/billing-run/review.ts';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { batchSizeMax, flagText, pageOf, pageQuery, textAndId, wholeNumberText } from '../paging.ts';
import { longText } from '../text.ts';
import { reviewer } from './rules.ts';
import { runState } from './run-state.ts';

const placeMax = 50_000;
const stagesMax = 10;

const place = z.int().min(1).max(placeMax).meta({ description: 'Of the invoice, in the run.' });
const verdict = z.enum(verdicts).meta({
  id: 'ReviewVerdict',
  description:
    'passed: on to the next stage. returned: to an earlier one. held: it stays where it is until somebody says otherwise. changed: nobody said anything, the draft was changed and begins again at the first stage.',
});
const stageNumber = z.int().meta({
  description: 'Counted from 1; one more than there are: through all of them.',
});

export const runReview = z
  .object({
    stages: z.array(
      z
        .object({
          stage: stageNumber,
          name: z.string(),
          reviewer,
          drafts: z.int().meta({ description: 'That stand at it, held ones too.' }),
          held: z.int(),
          awaitingMe: z.int().meta({ description: 'That whoever asks may pass on, without held ones.' }),
        })
        .meta({ id: 'ReviewStageCount' }),
    ),
    ready: z.int().meta({ description: 'Drafts that have passed all stages, and may be approved.' }),
    awaitingMe: z.int(),
  })
  .meta({ id: 'BillingRunReview' });

export const awaitingRuns = z
  .object({
    items: z.array(
      z
        .object({
          id,
          name: z.string(),
          state: runState,
          inReview: z.int().meta({ description: 'Drafts that have not passed all stages.' }),
          ready: z.int().meta({ description: 'Drafts that may be approved.' }),
          awaitingMe: z.int().meta({ description: 'Drafts that whoever asks may pass on.' }),
        })
        .meta({ id: 'AwaitingBillingRun' }),
    ),
    inReview: z.int(),
    ready: z.int(),
    awaitingMe: z.int(),
  })
  .meta({ id: 'AwaitingBillingRuns', description: 'Each sum is over all runs.' });

export const reviewDraftsQuery = z.strictObject({
  stage: wholeNumberText(1, stagesMax).optional(),
  held: flagText.optional(),
  awaitingMe: flagText.optional().meta({ description: 'true: those that whoever asks may pass on.' }),
  ...pageQuery(textAndId),
});

export const reviewDraftsPage = pageOf(
  z
    .object({
      place,
      invoiceId: id,
      draftVersion: z.int().meta({ description: 'To be named with what is said of it.' }),
      clientId: id,
      clientName: z.string().nullable(),
      currency,
      total: amount.meta({ description: 'Of the draft as it is, without tax.' }),
      tax: amount,
      jobs: z.int(),
      stage: stageNumber,
      stageName: z.string().nullable().meta({ description: 'Null of one that has passed them all.' }),
      isHeld: z.boolean(),
      isMine: z.boolean().meta({ description: 'Whether whoever asks may speak at this stage.' }),
      last: z
        .object({ verdict, note: z.string().nullable(), by: z.string(), at: instant })
        .nullable()
        .meta({ description: 'What was said of it last; null where nothing was.' }),
    })
    .meta({ id: 'ReviewedDraft' }),
  textAndId,
);

export const newVerdicts = z
  .strictObject({
    verdict: z.enum(['passed', 'returned', 'held']),
    units: z
      .array(z.strictObject({ place, version: z.int().min(1).max(2_147_483_647).optional() }))
      .min(1)
      .max(batchSizeMax)
      .optional()
      .meta({
        description:
          'Drafts by their places in the run, with the version that was seen; a draft that was changed since is refused. Unless said, all that await whoever asks are passed.',
      }),
    toStage: z.int().min(1).max(stagesMax).nullable().default(null).meta({
      description: 'Of what is returned: the stage it goes back to.',
    }),
    note: longText(2000).nullable().default(null).meta({ description: 'Needed with what is returned.' }),
  })
  .meta({ id: 'NewReviewVerdicts' });

export const givenVerdicts = z
  .object({
    count: z.int().meta({ description: 'Of how many drafts it was said.' }),
    next: place
      .nullable()
      .meta({ description: 'The next draft that awaits whoever asked; null: none is left.' }),
  })
  .meta({ id: 'GivenReviewVerdicts' });

export const verdictsQuery = z.strictObject({
  unit: wholeNumberText(1, placeMax).optional().meta({ description: 'Of one invoice, by its place.' }),
  ...pageQuery(textAndId),
});

export const verdictsPage = pageOf(
  z
    .object({
      id,
      place,
      invoiceId: id,
      draftVersion: z.int().meta({ description: 'Of which it was said.' }),
      verdict,
      stage: stageNumber.meta({ description: 'Where the draft stood.' }),
      nextStage: stageNumber.meta({ description: 'Where that has left it.' }),
      note: z.string().nullable(),
      by: z.string(),
      at: instant,
    })
    .meta({ id: 'GivenReviewVerdict' }),
  textAndId,
);
