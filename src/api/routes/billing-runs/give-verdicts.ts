import { reviewRun } from '#actions/billing-runs/review-run.ts';
import { givenVerdicts, newVerdicts } from '#contract/billing-runs/review.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const giveBillingRunVerdicts = route({
  method: 'POST',
  path: '/billing-runs/{id}/review/verdicts',
  summary: 'Pass on, return or hold drafts of a billing run',
  description:
    'Of all drafts that are named, or of none. A draft that is changed afterwards begins again at the first stage.',
  tag: 'Billing runs',
  permission: 'billingRuns.review',
  params: idParams,
  body: newVerdicts,
  answer: givenVerdicts,
  refusals: ['unknownBillingRun', 'notPermitted', 'nothingToDo', 'staleVersion', 'wrongState', 'duplicate'],
  handler: ({ context, params, body: { units = null, ...said } }) =>
    reviewRun(context, { id: params.id, units, ...said }),
});
