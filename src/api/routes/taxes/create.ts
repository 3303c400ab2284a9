import { createTax as create } from '#actions/billing-settings/taxes.ts';
import { newTax, tax } from '#contract/billing-settings/taxes.ts';
import { presented } from '../../presenters/firms.ts';
import { presentTax, ratesSent } from '../../presenters/billing-settings.ts';
import { route } from '../../route.ts';

export const createTax = route({
  method: 'POST',
  path: '/taxes',
  summary: 'Add a tax',
  tag: 'Billing settings',
  permission: 'billing.settings',
  body: newTax,
  status: 201,
  answer: tax,
  refusals: ['invalidAmount', 'duplicate'],
  handler: async ({ context, body }) =>
    presented(
      await create(context, { name: body.name, archived: false, rates: ratesSent(body.rates) }),
      presentTax,
    ),
});
