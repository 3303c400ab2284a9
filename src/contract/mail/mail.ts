// Sending documents, and what became of it.

import { z } from 'zod';
import { date, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { pageOf, pageQuery } from '../paging.ts';
import { oneOrItems } from '../practice.ts';
import { emailAddress, longText, shortText } from '../text.ts';

const int4Max = 2_147_483_647;
const mailsPerRequestMax = 200;

const mailDocument = z
  .enum(['invoice', 'creditNote', 'quote', 'statement'])
  .meta({ id: 'MailDocument', description: 'What is attached.' });

const mailStatus = z.enum(['queued', 'sent', 'failed']).meta({
  id: 'MailStatus',
  description:
    '`queued` until a mail server has taken it; `failed` when none will. What fails for a while stays queued and is tried again for most of a day.',
});

const addresses = z.array(emailAddress).min(1).max(20);

export const documentToSend = z
  .strictObject({
    document: mailDocument,
    id: id.meta({ description: 'The document; of a statement, the client.' }),
    statementOn: date.optional().meta({
      description: 'Of a statement, the day it is drawn up for; unless said, today in the firm.',
    }),
    to: addresses.optional().meta({
      description:
        "Unless said, the first that has an address of the document's contact, the client's address for bills, its primary contact and the client.",
    }),
    cc: addresses.optional(),
    subject: shortText(300).optional().meta({ description: "Unless said, the firm's text." }),
    body: longText(10_000).optional().meta({ description: "Unless said, the firm's text." }),
  })
  .meta({ id: 'DocumentToSend' });

export const documentsToSend = z.union([
  z.array(documentToSend).min(1).max(mailsPerRequestMax),
  documentToSend,
]);

export const mail = z
  .object({
    id,
    document: mailDocument,
    documentId: id.meta({ description: 'The document; of a statement, the client.' }),
    documentNumber: z.string().nullable(),
    clientId: id.nullable(),
    clientName: z.string().nullable(),
    statementOn: date.nullable(),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    subject: z.string(),
    body: z.string(),
    status: mailStatus,
    attempts: z.int(),
    lastError: z
      .string()
      .nullable()
      .meta({ description: 'Why the last attempt failed, or what of a sent mail was refused.' }),
    messageId: z.string().nullable().meta({ description: 'The Message-ID that it went out with.' }),
    keptAs: z.string().nullable().meta({
      description: 'Where mail goes into files instead of out, as while trying things: the name of the file.',
    }),
    createdAt: instant,
    sentAt: instant.nullable(),
    actorName: z.string().meta({ description: 'Who had it sent.' }),
  })
  .meta({ id: 'Mail' });

export const mailPreview = z
  .object({
    to: z.array(z.string()),
    cc: z.array(z.string()),
    subject: z.string(),
    body: z.string(),
    canSend: z.boolean().meta({ description: 'Whether the installation has something to send mail with.' }),
  })
  .meta({ id: 'MailPreview' });

export const queuedMails = oneOrItems(mail);

const mailKey = z.tuple([z.int().min(1).max(int4Max)]);

export const mailsQuery = z.strictObject({
  status: mailStatus.optional(),
  document: mailDocument.optional(),
  clientId: id.optional(),
  invoiceId: id.optional().meta({ description: 'Of an invoice or a credit note.' }),
  quoteId: id.optional(),
  ...pageQuery(mailKey),
});

export const mailsPage = pageOf(mail, mailKey);
