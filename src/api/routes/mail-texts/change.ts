import { changeMailText as change } from '#actions/billing-settings/mail-texts.ts';
import { mailText, mailTextContent } from '#contract/billing-settings/mail-texts.ts';
import { route } from '../../route.ts';

export const changeMailText = route({
  method: 'PUT',
  path: '/mail-texts',
  summary: 'Change the text that a document is mailed with',
  description: 'If-Match names the version of the text of that document.',
  tag: 'Billing settings',
  permission: 'billing.settings',
  body: mailTextContent,
  answer: mailText,
  handler: ({ context, version, body }) => change(context, { ...body, version }),
});
