import { readAwaiting } from '#actions/billing-runs/read-review.ts';
import { awaitingRuns } from '#contract/billing-runs/review.ts';
import { presentAwaiting } from '../../presenters/billing-run-review.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const readAwaitingBillingRuns = route({
  method: 'GET',
  path: '/billing-runs/awaiting',
  summary: 'Read which billing runs have drafts, and how many await whoever asks',
  description: 'The newest fifty with drafts that are not approved yet, newest first.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  answer: awaitingRuns,
  handler: async ({ context }) => presented(await readAwaiting(context), presentAwaiting),
});
