// What a message says unless whoever sends it says otherwise: the firm's text for the kind of document, filled in.

import { fillText, type MailText, type Placeholder } from '#core/billing/mail-text.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { formatForPeople } from '#core/money/money.ts';
import type { Sendable, Sender } from '#store/billing/sendable.ts';

const subjectLengthMax = 300;
const bodyLengthMax = 10_000;

type Named = {
  readonly sendable: Sendable;
  readonly sender: Sender;
  /** How days are written. */
  readonly inWords: (on: CivilDate) => string;
};

export function textFor(text: MailText, named: Named): MailText {
  const { sendable } = named;
  const values = valuesOf(named);
  const body = sendable.dueOn === null ? withoutSentencesOf('due', text.body) : text.body;
  return {
    // One line, whatever the names hold that it is made of.
    subject: fillText(text.subject, values)
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, subjectLengthMax),
    body: fillText(body, values).slice(0, bodyLengthMax),
  };
}

function valuesOf({ sendable, sender, inWords }: Named): Readonly<Record<Placeholder, string>> {
  const { firmName, locale } = sender;
  const { number, clientName, totalMinor, currency, dueOn } = sendable;
  return {
    number: number ?? '',
    client: clientName,
    total: formatForPeople(totalMinor, currency, locale),
    due: dueOn === null ? '' : inWords(dueOn),
    firm: firmName,
  };
}

/** A quote without a last day has nothing to say about it. */
function withoutSentencesOf(name: Placeholder, text: string): string {
  return text.replaceAll(new RegExp(`[ \\t]*[^.!?\\n]*\\{${name}\\}[^.!?\\n]*[.!?]?`, 'g'), '');
}
