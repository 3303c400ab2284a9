import { changeTemplate as change } from '#actions/billing-settings/templates.ts';
import { template, templateChange } from '#contract/billing-settings/templates.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const changeTemplate = route({
  method: 'PATCH',
  path: '/document-templates/{id}',
  summary: 'Change a document template',
  description: 'The default is neither archived nor put down: make another one the default.',
  tag: 'Billing settings',
  permission: 'billing.settings',
  params: idParams,
  body: templateChange,
  answer: template,
  refusals: ['unknownTemplate', 'conflict', 'stillInUse'],
  handler: ({ context, params, version, body }) => change(context, { id: params.id, version, to: body }),
});
