import { getTemplate } from '#actions/billing-settings/read.ts';
import { template } from '#contract/billing-settings/templates.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const readTemplate = route({
  method: 'GET',
  path: '/document-templates/{id}',
  summary: 'Read a document template',
  tag: 'Billing settings',
  permission: 'invoices.read',
  params: idParams,
  answer: template,
  refusals: ['unknownTemplate'],
  handler: ({ context, params }) => getTemplate(context, params.id),
});
