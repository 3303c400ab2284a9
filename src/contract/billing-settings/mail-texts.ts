import { z } from 'zod';
import { mailedDocuments } from '#core/billing/mail-text.ts';
import { version } from '../ids.ts';
import { longText, shortText } from '../text.ts';

const document = z.enum(mailedDocuments);
const placeholders =
  '{number}, {client}, {total}, {due} and {firm} are filled in. Credit notes have no {due}; statements have neither {number} nor {due}.';

export const mailTextContent = z
  .strictObject({
    document,
    subject: shortText(300).meta({ description: placeholders }),
    body: longText(10_000).meta({ description: placeholders }),
  })
  .meta({ id: 'MailTextContent' });

export const mailText = z
  .object({ document, subject: z.string(), body: z.string(), version })
  .meta({ id: 'MailText', description: 'What the mail with a document reads like, before it is filled in.' });

export const mailTexts = z.object({ items: z.array(mailText) }).meta({ id: 'MailTexts' });
