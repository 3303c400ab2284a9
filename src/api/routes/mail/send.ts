import { sendDocuments } from '#actions/mail/send-documents.ts';
import { documentsToSend, queuedMails } from '#contract/mail/mail.ts';
import { presentMail } from '../../presenters/mail.ts';
import { addOneOrMany } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const sendMails = route({
  method: 'POST',
  path: '/mails',
  summary: 'Send documents by mail',
  description:
    'Send one, or an array of up to 200 of which all are queued or none. Each becomes a mail of its own with the PDF attached; it goes out within moments, and the document counts as sent when it has.',
  tag: 'Mail',
  permission: 'documents.send',
  body: documentsToSend,
  answer: queuedMails,
  status: 202,
  refusals: [
    'mailNotSetUp',
    'unknownInvoice',
    'unknownQuote',
    'unknownClient',
    'wrongState',
    'recipientMissing',
    'batchTooLarge',
  ],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => sendDocuments(context, commands), presentMail);
  },
});
