import { changeRun } from '#actions/billing-runs/rehearse.ts';
import { billingRun, runContent } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const changeBillingRun = route({
  method: 'PUT',
  path: '/billing-runs/{id}',
  summary: 'Change the rules of a rehearsal',
  description: 'All of it is planned anew. Choices stay.',
  tag: 'Billing runs',
  permission: 'billingRuns.plan',
  params: idParams,
  body: runContent,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState', 'lockedDate', 'invalidDate', 'batchTooLarge'],
  handler: async ({ context, params, version, body }) =>
    presented(await changeRun(context, { id: params.id, version, to: body }), presentRun),
});
