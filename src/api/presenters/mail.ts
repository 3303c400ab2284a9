import { documentIdOf, type Mail } from '#actions/mail/read-mails.ts';
import type { mail } from '#contract/mail/mail.ts';
import type { z } from 'zod';

export function presentMail(found: Mail): z.output<typeof mail> {
  const { recipients, copies, invoiceId: _invoice, quoteId: _quote, actorId: _actor, ...shown } = found;
  return { ...shown, documentId: documentIdOf(found), to: [...recipients], cc: [...copies] };
}
