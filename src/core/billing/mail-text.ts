// The words of the mail that a document is sent with. Placeholders stand in braces and are filled in when the mail is
// written; braces around anything else are only braces.

import type { Refusal } from '../refusal.ts';

export const mailedDocuments = ['invoice', 'creditNote', 'quote', 'statement'] as const;

export type MailedDocument = (typeof mailedDocuments)[number];

export type Placeholder = 'number' | 'client' | 'total' | 'due' | 'firm';

export type MailText = { readonly subject: string; readonly body: string };

/** What each document has; `due` of a quote is the last day on which it holds. */
export const placeholdersOf: Readonly<Record<MailedDocument, readonly Placeholder[]>> = {
  invoice: ['number', 'client', 'total', 'due', 'firm'],
  creditNote: ['number', 'client', 'total', 'firm'],
  quote: ['number', 'client', 'total', 'due', 'firm'],
  statement: ['client', 'total', 'firm'],
};

/** What is sent until the firm says it in its own words. */
export const firstMailTexts: Readonly<Record<MailedDocument, MailText>> = {
  invoice: {
    subject: 'Invoice {number} from {firm}',
    body: 'Hello {client},\n\nPlease find invoice {number} for {total} attached. It is due on {due}.\n\nKind regards\n{firm}\n',
  },
  creditNote: {
    subject: 'Credit note {number} from {firm}',
    body: 'Hello {client},\n\nPlease find credit note {number} for {total} attached.\n\nKind regards\n{firm}\n',
  },
  quote: {
    subject: 'Quote {number} from {firm}',
    body: 'Hello {client},\n\nPlease find our quote {number} for {total} attached. It holds until {due}.\n\nKind regards\n{firm}\n',
  },
  statement: {
    subject: 'Statement from {firm}',
    body: 'Hello {client},\n\nPlease find your statement attached. The balance is {total}.\n\nKind regards\n{firm}\n',
  },
};

const placeholder = /\{(\w+)\}/g;

/** The text with its placeholders filled in, all at once: what is filled in is not filled again. */
export function fillText(text: string, values: Partial<Readonly<Record<Placeholder, string>>>): string {
  return text.replace(placeholder, (written, name: string) =>
    Object.hasOwn(values, name) ? (values[name as Placeholder] ?? '') : written,
  );
}

/** Refuses placeholders that the document does not have: they would reach the client as they are written. */
export function placeholderRefusals(document: MailedDocument, text: MailText): Refusal[] {
  const known: readonly string[] = placeholdersOf[document];
  return (['subject', 'body'] as const).flatMap((field) =>
    [...new Set([...text[field].matchAll(placeholder)].map((match) => match[1] as string))]
      .filter((name) => !known.includes(name))
      .map((name) => ({
        code: 'invalidRequest' as const,
        detail: `Nothing can be filled in for {${name.slice(0, 40)}} here.`,
        field,
        value: `{${name.slice(0, 40)}}`,
        accepted: known.map((each) => `{${each}}`).join(' '),
      })),
  );
}
