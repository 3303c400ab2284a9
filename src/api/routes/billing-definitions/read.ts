import { readDefinition } from '#actions/billing-runs/definitions.ts';
import { billingDefinition } from '#contract/billing-runs/definitions.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';
import { presentDefinition } from './present.ts';

export const readBillingDefinition = route({
  method: 'GET',
  path: '/billing-definitions/{id}',
  summary: 'Read a billing definition',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  params: idParams,
  answer: billingDefinition,
  refusals: ['unknownBillingDefinition'],
  handler: async ({ context, params }) =>
    presented(await readDefinition(context, params.id), presentDefinition),
});
