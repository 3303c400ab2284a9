import { listTemplates as listAll } from '#actions/billing-settings/read.ts';
import { templateList } from '#contract/billing-settings/templates.ts';
import { route } from '../../route.ts';

export const listTemplates = route({
  method: 'GET',
  path: '/document-templates',
  summary: 'List document templates',
  description: 'All of them, archived ones last.',
  tag: 'Billing settings',
  permission: 'invoices.read',
  answer: templateList,
  handler: ({ context }) => listAll(context),
});
