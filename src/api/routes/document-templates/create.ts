import { createTemplate as create } from '#actions/billing-settings/templates.ts';
import { newTemplate, template } from '#contract/billing-settings/templates.ts';
import { route } from '../../route.ts';

export const createTemplate = route({
  method: 'POST',
  path: '/document-templates',
  summary: 'Add a document template',
  tag: 'Billing settings',
  permission: 'billing.settings',
  body: newTemplate,
  status: 201,
  answer: template,
  handler: ({ context, body }) => create(context, body),
});
