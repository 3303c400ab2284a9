import { startRun } from '#actions/billing-runs/control-run.ts';
import { billingRun, runStart } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const startBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/start',
  summary: 'Start a billing run',
  description:
    'Workers make the invoices and write-offs that were rehearsed, approved or as drafts, as the rules say. What is refused is parked with its reason, and the run goes on. Of a run that is done, what was parked is tried again.',
  tag: 'Billing runs',
  work: 'bulk',
  permission: 'billingRuns.run',
  ifMatch: true,
  params: idParams,
  body: runStart,
  status: 202,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState', 'lockedDate', 'invalidDate'],
  handler: async ({ context, params, version, body }) =>
    presented(await startRun(context, { id: params.id, version, ...body }), presentRun),
});
