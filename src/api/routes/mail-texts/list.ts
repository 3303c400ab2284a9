import { listMailTexts as listAll } from '#actions/billing-settings/read.ts';
import { mailTexts } from '#contract/billing-settings/mail-texts.ts';
import { route } from '../../route.ts';

export const listMailTexts = route({
  method: 'GET',
  path: '/mail-texts',
  summary: 'List the texts that documents are mailed with',
  description: 'One for each document: the words of the firm, or those that every firm starts with.',
  tag: 'Billing settings',
  permission: 'invoices.read',
  answer: mailTexts,
  handler: ({ context }) => listAll(context),
});
