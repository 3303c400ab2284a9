import { readReview } from '#actions/billing-runs/read-review.ts';
import { runReview } from '#contract/billing-runs/review.ts';
import { idParams } from '#contract/ids.ts';
import { presentReview } from '../../presenters/billing-run-review.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const readBillingRunReview = route({
  method: 'GET',
  path: '/billing-runs/{id}/review',
  summary: 'Read how far the review of a billing run is',
  description: 'How many drafts stand at each stage, and how many of them await whoever asks.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  answer: runReview,
  refusals: ['unknownBillingRun'],
  handler: async ({ context, params }) => presented(await readReview(context, params.id), presentReview),
});
