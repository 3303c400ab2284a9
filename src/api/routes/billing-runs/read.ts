import { readRun } from '#actions/billing-runs/read-runs.ts';
import { billingRun } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { route } from '../../route.ts';

export const readBillingRun = route({
  method: 'GET',
  path: '/billing-runs/{id}',
  summary: 'Read a billing run with what it comes to',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  answer: billingRun,
  refusals: ['unknownBillingRun'],
  handler: async ({ context, params }) => presented(await readRun(context, params.id), presentRun),
});
