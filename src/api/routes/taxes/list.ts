import { listTaxes as listAll } from '#actions/billing-settings/read.ts';
import { taxes } from '#contract/billing-settings/taxes.ts';
import { presented } from '../../presenters/firms.ts';
import { presentTax } from '../../presenters/billing-settings.ts';
import { route } from '../../route.ts';

export const listTaxes = route({
  method: 'GET',
  path: '/taxes',
  summary: 'List taxes',
  description: 'All of them, archived ones last.',
  tag: 'Billing settings',
  permission: 'invoices.read',
  answer: taxes,
  handler: async ({ context }) =>
    presented(await listAll(context), ({ items }) => ({ items: items.map(presentTax) })),
});
