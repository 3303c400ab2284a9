import { getTax } from '#actions/billing-settings/read.ts';
import { tax } from '#contract/billing-settings/taxes.ts';
import { idParams } from '#contract/ids.ts';
import { presented } from '../../presenters/firms.ts';
import { presentTax } from '../../presenters/billing-settings.ts';
import { route } from '../../route.ts';

export const readTax = route({
  method: 'GET',
  path: '/taxes/{id}',
  summary: 'Read a tax',
  tag: 'Billing settings',
  permission: 'invoices.read',
  params: idParams,
  answer: tax,
  refusals: ['unknownTax'],
  handler: async ({ context, params }) => presented(await getTax(context, params.id), presentTax),
});
