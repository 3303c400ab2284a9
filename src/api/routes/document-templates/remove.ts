import { removeTemplate as remove } from '#actions/billing-settings/templates.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeTemplate = route({
  method: 'DELETE',
  path: '/document-templates/{id}',
  summary: 'Remove a template that was never used',
  tag: 'Billing settings',
  permission: 'billing.settings',
  params: idParams,
  refusals: ['unknownTemplate', 'stillInUse'],
  handler: ({ context, params, version }) => remove(context, { id: params.id, version }),
});
