import { refreshRun } from '#actions/billing-runs/rehearse.ts';
import { billingRun, refreshOptions } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const refreshBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/refresh',
  summary: 'Pull what has happened since into a rehearsal',
  tag: 'Billing runs',
  work: 'bulk',
  permission: 'billingRuns.plan',
  params: idParams,
  body: refreshOptions,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState', 'staleVersion', 'batchTooLarge'],
  handler: async ({ context, params, body }) =>
    presented(await refreshRun(context, { id: params.id, jobs: body.jobs }), presentRun),
});
