import { rehearse } from '#actions/billing-runs/rehearse.ts';
import { billingRun, newRun } from '#contract/billing-runs/runs.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const rehearseBillingRun = route({
  method: 'POST',
  path: '/billing-runs',
  summary: 'Rehearse a billing run',
  description:
    'Plans what would be invoiced, from balances and open items of this moment. It locks nobody and changes nothing but the rehearsal itself.',
  tag: 'Billing runs',
  work: 'bulk',
  permission: 'billingRuns.plan',
  body: newRun,
  status: 201,
  answer: billingRun,
  refusals: ['unknownBillingDefinition', 'batchTooLarge', 'lockedDate', 'invalidDate', 'unknownClient'],
  handler: async ({ context, body }) => presented(await rehearse(context, body), presentRun),
});
