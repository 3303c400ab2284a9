import { discardRun } from '#actions/billing-runs/rehearse.ts';
import { billingRun } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const discardBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/discard',
  summary: 'Discard a rehearsal',
  description: 'It can still be read and compared.',
  tag: 'Billing runs',
  permission: 'billingRuns.plan',
  params: idParams,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState'],
  handler: async ({ context, params }) => presented(await discardRun(context, { id: params.id }), presentRun),
});
