import { undoRun } from '#actions/billing-runs/control-run.ts';
import { billingRun, runUndoing } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const undoBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/undoing',
  summary: 'Undo a billing run',
  description:
    'Its invoices are cancelled and keep their numbers, its drafts are discarded, its write-offs are taken back. What cannot be undone, such as an invoice that was paid, stays and says why; undo again once that is put right.',
  tag: 'Billing runs',
  permission: 'billingRuns.run',
  params: idParams,
  body: runUndoing,
  status: 202,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState'],
  handler: async ({ context, params, body }) =>
    presented(await undoRun(context, { id: params.id, reason: body.reason }), presentRun),
});
