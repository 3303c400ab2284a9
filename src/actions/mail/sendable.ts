// Which documents may go out: those that stand. Asked when a message is written, and again when it is sent.

import { refuse, type RefusalCode, type Refused } from '#core/refusal.ts';
import type { MailedDocument } from '#core/billing/mail-text.ts';
import type { Sendable } from '#store/billing/sendable.ts';

type Subject = {
  /** What the id of a document is the id of, as it reads in a sentence. */
  readonly noun: string;
  readonly oneOf: string;
  readonly code: RefusalCode;
  readonly states: readonly string[];
  readonly accepted: string;
};

export const subjects: Readonly<Record<MailedDocument, Subject>> = {
  invoice: {
    noun: 'invoice',
    oneOf: 'an invoice',
    code: 'unknownInvoice',
    states: ['approved'],
    accepted: 'an approved invoice',
  },
  creditNote: {
    noun: 'credit note',
    oneOf: 'a credit note',
    code: 'unknownInvoice',
    states: ['approved'],
    accepted: 'an approved credit note',
  },
  quote: {
    noun: 'quote',
    oneOf: 'a quote',
    code: 'unknownQuote',
    states: ['issued', 'accepted'],
    accepted: 'an issued or accepted quote',
  },
  statement: { noun: 'client', oneOf: 'a client', code: 'unknownClient', states: [], accepted: '' },
};

/** Why a document may not be sent as it stands, if so. A statement always may. */
export function unsendable(document: MailedDocument, { id, state, number }: Sendable): Refused | undefined {
  const { states, accepted, noun } = subjects[document];
  if (state === null || states.includes(state)) return undefined;
  return refuse('wrongState', `The ${noun} ${number ?? id} is ${state} and is not sent like that.`, {
    field: 'id',
    value: id.toString(),
    accepted,
  });
}
