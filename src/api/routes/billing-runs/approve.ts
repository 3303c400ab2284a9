import { approveRun } from '#actions/billing-runs/control-run.ts';
import { billingRun, runApproval } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const approveBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/approval',
  summary: 'Approve the drafts of a billing run',
  description:
    'All of them, or some. Each is approved as it stands, with what was changed on it since; one that is refused stays a draft and says why.',
  tag: 'Billing runs',
  permission: 'billingRuns.run',
  params: idParams,
  body: runApproval,
  status: 202,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState', 'nothingToDo'],
  handler: async ({ context, params, body }) =>
    presented(await approveRun(context, { id: params.id, places: body.units ?? null }), presentRun),
});
