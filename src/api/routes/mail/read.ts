import { readMail as readMailAction } from '#actions/mail/read-mails.ts';
import { idParams } from '#contract/ids.ts';
import { mail } from '#contract/mail/mail.ts';
import { done } from '#core/refusal.ts';
import { presentMail } from '../../presenters/mail.ts';
import { route } from '../../route.ts';

export const readMail = route({
  method: 'GET',
  path: '/mails/{id}',
  summary: 'Read a mail',
  tag: 'Mail',
  permission: 'invoices.read',
  params: idParams,
  answer: mail,
  async handler({ context, params }) {
    const found = await readMailAction(context, params.id);
    return found.ok ? done(presentMail(found.value)) : found;
  },
});
