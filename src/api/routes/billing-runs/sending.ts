import { readSending } from '#actions/billing-runs/send-run.ts';
import { runSending } from '#contract/billing-runs/sending.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const readBillingRunSending = route({
  method: 'GET',
  path: '/billing-runs/{id}/sending',
  summary: 'Read how many invoices of a billing run are sent',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  answer: runSending,
  refusals: ['unknownBillingRun'],
  handler: ({ context, params }) => readSending(context, params.id),
});
