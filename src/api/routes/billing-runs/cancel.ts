import { cancelRun } from '#actions/billing-runs/control-run.ts';
import { billingRun } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const cancelBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/cancellation',
  summary: 'Cancel a billing run',
  description: 'What was not begun is left as it is. What was done stays, and may be undone.',
  tag: 'Billing runs',
  permission: 'billingRuns.run',
  params: idParams,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState'],
  handler: async ({ context, params }) => presented(await cancelRun(context, params.id), presentRun),
});
