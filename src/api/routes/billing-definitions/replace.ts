import { changeDefinition } from '#actions/billing-runs/definitions.ts';
import { billingDefinition, definitionContent } from '#contract/billing-runs/definitions.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';
import { presentDefinition } from './present.ts';

export const replaceBillingDefinition = route({
  method: 'PUT',
  path: '/billing-definitions/{id}',
  summary: 'Replace a billing definition',
  description: 'Runs keep the rules that they were planned by.',
  tag: 'Billing runs',
  permission: 'billingRuns.plan',
  params: idParams,
  body: definitionContent,
  answer: billingDefinition,
  refusals: ['unknownBillingDefinition', 'duplicate', 'unknownClient', 'unknownJob', 'unknownStaff'],
  handler: async ({ context, params, version, body }) =>
    presented(await changeDefinition(context, { id: params.id, version, to: body }), presentDefinition),
});
