import { createDefinition } from '#actions/billing-runs/definitions.ts';
import { billingDefinition, definitionContent } from '#contract/billing-runs/definitions.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';
import { presentDefinition } from './present.ts';

export const createBillingDefinition = route({
  method: 'POST',
  path: '/billing-definitions',
  summary: 'Save rules of billing runs under a name',
  tag: 'Billing runs',
  permission: 'billingRuns.plan',
  body: definitionContent,
  status: 201,
  answer: billingDefinition,
  refusals: ['duplicate', 'unknownClient', 'unknownJob', 'unknownStaff', 'unknownReason'],
  handler: async ({ context, body }) => presented(await createDefinition(context, body), presentDefinition),
});
