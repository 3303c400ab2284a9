import { removeTax as remove } from '#actions/billing-settings/taxes.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeTax = route({
  method: 'DELETE',
  path: '/taxes/{id}',
  summary: 'Remove a tax that was never used',
  tag: 'Billing settings',
  permission: 'billing.settings',
  params: idParams,
  refusals: ['unknownTax', 'stillInUse'],
  handler: ({ context, params, version }) => remove(context, { id: params.id, version }),
});
