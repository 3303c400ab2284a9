import { resumeRun } from '#actions/billing-runs/control-run.ts';
import { billingRun } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const resumeBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/resumption',
  summary: 'Go on with a billing run that is paused or has stopped',
  description: 'It goes on where it stopped.',
  tag: 'Billing runs',
  permission: 'billingRuns.run',
  params: idParams,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState'],
  handler: async ({ context, params }) => presented(await resumeRun(context, params.id), presentRun),
});
