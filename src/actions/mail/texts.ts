// What a message says, unless whoever sends it says otherwise: the firm's own text for the kind of document, or this one.

import { formatForPeople } from '#core/money/money.ts';
import type { MailDocument } from '#store/billing/mail.ts';
import type { Sendable, Sender, StoredText } from '#store/billing/sendable.ts';

const subjectLengthMax = 300;
const bodyLengthMax = 10_000;

const standard: Readonly<Record<MailDocument, StoredText>> = {
  invoice: {
    subject: 'Invoice {number} from {firm}',
    body: 'Dear {client},\n\nPlease find attached our invoice {number} for {total}, due on {due}.\n\nKind regards\n{firm}\n',
  },
  creditNote: {
    subject: 'Credit note {number} from {firm}',
    body: 'Dear {client},\n\nPlease find attached our credit note {number} for {total}.\n\nKind regards\n{firm}\n',
  },
  quote: {
    subject: 'Quote {number} from {firm}',
    body: 'Dear {client},\n\nPlease find attached our quote {number} for {total}, valid until {due}.\n\nKind regards\n{firm}\n',
  },
  statement: {
    subject: 'Statement from {firm}',
    body: 'Dear {client},\n\nPlease find attached a statement of your account.\n\nKind regards\n{firm}\n',
  },
};

/** The subject is one line, whatever it is made of. */
export function textFor(
  document: MailDocument,
  own: StoredText | undefined,
  names: { readonly sendable: Sendable; readonly sender: Sender },
): StoredText {
  const text = own ?? standard[document];
  const values = valuesOf(names.sendable, names.sender);
  return {
    subject: oneLine(filled(text.subject, values)).slice(0, subjectLengthMax),
    body: filled(text.body, values).slice(0, bodyLengthMax),
  };
}

function valuesOf(sendable: Sendable, { firmName, locale }: Sender): Readonly<Record<string, string>> {
  return {
    number: sendable.number ?? '',
    client: sendable.clientName,
    total: formatForPeople(sendable.totalMinor, sendable.currency, locale),
    due: sendable.dueOn ?? '',
    firm: firmName,
  };
}

/** Once through: what a value says is never taken for a place to be filled. */
function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : place,
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}
