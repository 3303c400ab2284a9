import { pauseRun } from '#actions/billing-runs/control-run.ts';
import { billingRun } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const pauseBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/pause',
  summary: 'Pause a billing run',
  description: 'What is under way is finished first: a hundred invoices at most.',
  tag: 'Billing runs',
  permission: 'billingRuns.run',
  params: idParams,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState'],
  handler: async ({ context, params }) => presented(await pauseRun(context, params.id), presentRun),
});
