import { retryMail as retryMailAction } from '#actions/mail/retry-mail.ts';
import { idParams } from '#contract/ids.ts';
import { mail } from '#contract/mail/mail.ts';
import { done } from '#core/refusal.ts';
import { presentMail } from '../../presenters/mail.ts';
import { route } from '../../route.ts';

export const retryMail = route({
  method: 'POST',
  path: '/mails/{id}/retry',
  summary: 'Send a mail again',
  description: 'Queues a mail that failed, or tries one at once that waits for its next attempt.',
  tag: 'Mail',
  permission: 'documents.send',
  params: idParams,
  answer: mail,
  status: 202,
  refusals: ['mailNotSetUp', 'wrongState', 'conflict'],
  async handler({ context, params }) {
    const queued = await retryMailAction(context, params.id);
    return queued.ok ? done(presentMail(queued.value)) : queued;
  },
});
