import { previewMail as previewMailAction } from '#actions/mail/send-documents.ts';
import { documentToSend, mailPreview } from '#contract/mail/mail.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const previewMail = route({
  method: 'POST',
  path: '/mails/preview',
  summary: 'Preview a mail',
  description: 'To whom a document would go and with which words. Nothing is kept and nothing is sent.',
  tag: 'Mail',
  permission: 'documents.send',
  requestKey: false,
  body: documentToSend,
  answer: mailPreview,
  refusals: ['unknownInvoice', 'unknownQuote', 'unknownClient', 'wrongState', 'recipientMissing'],
  async handler({ context, body }) {
    const written = await previewMailAction(context, body);
    if (!written.ok) return written;
    const { recipients, copies, subject, body: text, canSend } = written.value;
    return done({ to: [...recipients], cc: [...copies], subject, body: text, canSend });
  },
});
