import { removeDefinition } from '#actions/billing-runs/definitions.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeBillingDefinition = route({
  method: 'DELETE',
  path: '/billing-definitions/{id}',
  summary: 'Remove a billing definition',
  description: 'Runs that were planned by it stay as they are.',
  tag: 'Billing runs',
  permission: 'billingRuns.plan',
  params: idParams,
  refusals: ['unknownBillingDefinition'],
  handler: ({ context, params, version }) => removeDefinition(context, { id: params.id, version }),
});
