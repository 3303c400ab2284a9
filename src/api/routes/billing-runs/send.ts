import { sendRun } from '#actions/billing-runs/send-run.ts';
import { newSending, sentRun } from '#contract/billing-runs/sending.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const sendBillingRun = route({
  method: 'POST',
  path: '/billing-runs/{id}/mails',
  summary: 'Send the invoices of a billing run',
  description:
    'Each approved invoice goes by mail with its PDF, to the recipient that it has alone. What was sent, or waits to be, is left out; asking twice sends nothing twice.',
  tag: 'Billing runs',
  permission: 'billingRuns.run',
  params: idParams,
  body: newSending,
  status: 202,
  answer: sentRun,
  refusals: ['unknownBillingRun', 'nothingToDo', 'mailNotSetUp', 'notPermitted'],
  handler: ({ context, params, body }) =>
    sendRun(context, { id: params.id, places: body.units ?? null, again: body.again }),
});
