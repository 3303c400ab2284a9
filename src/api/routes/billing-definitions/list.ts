import { readDefinitions } from '#actions/billing-runs/definitions.ts';
import { billingDefinitions } from '#contract/billing-runs/definitions.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';
import { presentUsedDefinition } from './present.ts';

export const listBillingDefinitions = route({
  method: 'GET',
  path: '/billing-definitions',
  summary: 'List billing definitions',
  description:
    'Rules of billing runs under a name, all of them, with when they are due again and the run they were used for last.',
  tag: 'Billing runs',
  permission: 'billingRuns.read',
  answer: billingDefinitions,
  handler: async ({ context }) =>
    presented(await readDefinitions(context), (items) => ({ items: items.map(presentUsedDefinition) })),
});
