import { removeLogo as remove } from '#actions/billing-settings/logo.ts';
import { template } from '#contract/billing-settings/templates.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeLogo = route({
  method: 'DELETE',
  path: '/document-templates/{id}/logo',
  summary: 'Take the logo off a document template',
  tag: 'Billing settings',
  permission: 'billing.settings',
  params: idParams,
  answer: template,
  refusals: ['unknownTemplate'],
  handler: ({ context, params, version }) => remove(context, { id: params.id, version }),
});
