// What happened, in a sentence without its author: "Approved as INV-000012 over 1150.00 NZD."

import { formatMinor } from '../money/money.ts';
import type { CurrencyCode } from '../money/currencies.ts';

/** What an event tells beside what it is; as the store found it, all of it text. */
export type EventDetail = { readonly [name: string]: unknown };

export type Happened = { readonly what: string; readonly detail: EventDetail };

const nouns: Readonly<Record<string, string>> = {
  jobTask: 'task of the job',
  jobFile: 'file',
  costEntryFile: 'file',
  costRate: 'cost rate',
  billingDefinition: 'saved rules of billing runs',
  numberSeries: 'number series',
  documentTemplate: 'template',
  jobState: 'job state',
  apiKey: 'API key',
  billingSettings: 'billing settings',
  mailText: 'text of mails',
  wipJournalAccounts: 'accounts of the WIP journal',
  firm: "firm's settings",
  locks: 'lock dates',
};

/** Always begins with a capital and ends with a full stop. */
export function sentenceOf({ what, detail }: Happened): string {
  const said = sayings[what]?.(detail) ?? `${capital(what)}.`;
  return said.replaceAll(/ +/g, ' ').replace(' .', '.');
}

const sayings: Readonly<Record<string, (detail: EventDetail) => string>> = {
  created: (detail) => `Added the ${nounOf(detail)}${nameIn(detail, 'after')}.`,
  changed: sayChanged,
  removed: (detail) => `Removed the ${nounOf(detail)}${nameIn(detail, 'before')}.`,
  drafted: ({ run }) => (isText(run) ? `Drafted by the billing run ${run}.` : 'Drafted.'),
  approved: (detail) => `Approved as ${text(detail['number'])}${over(detail)}.`,
  cancelled: ({ reason }) => `Cancelled${because(reason)}.`,
  mailSent: ({ recipients }) => `Sent by mail to ${text(recipients)}.`,
  mailQueued: ({ recipients }) => `Put into the mail to ${text(recipients)}.`,
  mailFailed: ({ recipients, error }) => `Could not be sent to ${text(recipients)}${because(error)}.`,
  allocated: sayAllocated,
  credited: ({ number }) => `Credited by ${text(number)}.`,
  creditNoteRaised: (detail) => `Credit note ${text(detail['number'])} raised${over(detail)}.`,
  reviewed: ({ verdict, stage, note }) =>
    `${reviewWords[text(verdict)] ?? 'Reviewed'} at stage ${text(stage)} of the review${because(note)}.`,
  recorded: (detail) => `Recorded${over(detail)}.`,
  voided: ({ reason }) => `Voided${because(reason)}.`,
  rehearsed: ({ name }) => `Rehearsed${isText(name) ? ` as ${name}` : ''}.`,
  chosen: ({ name, treatment, note }) => `Chose ${text(treatment)} for ${text(name)}${because(note)}.`,
  ended: ({ state }) => `Ended: ${text(state)}.`,
  closed: ({ until, notes }) => `Closed the period until ${text(until)}${because(notes)}.`,
  reopened: ({ reason }) => `Reopened the period${because(reason)}.`,
  posted: sayPosted,
};

const reviewWords: Readonly<Record<string, string>> = {
  passed: 'Passed on',
  returned: 'Sent back',
  held: 'Held',
  changed: 'Changed',
};

const stateWords: Readonly<Record<string, string>> = {
  issued: 'Issued',
  accepted: 'Accepted',
  declined: 'Declined',
  revised: 'Replaced by a revision',
  archived: 'Archived',
  draft: 'Made a draft again',
  discarded: 'Discarded the draft',
};

function sayChanged(detail: EventDetail): string {
  const [before, after] = [record(detail['before']), record(detail['after'])];
  if (detail['subject'] === 'quote' || detail['subject'] === 'invoice') {
    const state = after['state'] ?? after['status'];
    const was = before['state'] ?? before['status'];
    if (isText(state) && state !== was) {
      const number = state === 'issued' ? after['number'] : undefined;
      const undone = was === 'accepted' && state === 'issued';
      return undone ? 'Took the acceptance back.' : `${stateWords[state] ?? capital(state)}${as(number)}.`;
    }
    if (isText(after['sentAt'])) return 'Marked as sent.';
    return detail['subject'] === 'invoice' ? 'Changed the draft.' : 'Changed the quote.';
  }
  if (after['archived'] === true) return `Archived the ${nounOf(detail)}.`;
  return `Changed the ${nounOf(detail)}${nameIn(detail, 'before')}.`;
}

function sayAllocated(detail: EventDetail): string {
  const { isTakenBack, source, sourceNumber, invoiceNumber } = detail;
  const sum = amountOf(detail);
  const from =
    source === 'creditNote' ? `credit note ${text(sourceNumber)}` : `payment ${text(sourceNumber)}`;
  const to = isText(invoiceNumber) ? `invoice ${invoiceNumber}` : 'the client';
  return isTakenBack === true
    ? `Took ${sum} of ${from} back from ${to}.`
    : `${sum} of ${from} went to ${to}.`;
}

function sayPosted({ kinds, causeKind, causeName }: EventDetail): string {
  const named = Array.isArray(kinds) ? kinds.map(Number) : [];
  const has = (...codes: number[]) => codes.some((code) => named.includes(code));
  if (causeKind === 1 || causeKind === 2) {
    if (has(1, 2)) return has(10) ? 'Changed.' : 'Recorded.';
    return 'Removed.';
  }
  const where = isText(causeName) ? ` ${causeName}` : '';
  if (!has(3, 4, 5, 6, 7, 8, 9)) return `Taken back${causeKind === 3 ? ` from invoice${where}` : where}.`;
  if (has(9)) return 'Moved to another job or task.';
  if (has(8)) return 'Revalued.';
  if (has(3, 4)) return `Billed on invoice${where}.`;
  if (has(5)) return `Absorbed${causeKind === 3 ? ` on invoice${where}` : ''}.`;
  return has(6) ? `Written off${causeKind === 3 ? ` on invoice${where}` : ''}.` : 'Written on.';
}

function nounOf({ subject }: EventDetail): string {
  return nouns[text(subject)] ?? text(subject);
}

function nameIn(detail: EventDetail, when: 'before' | 'after'): string {
  const { name, number, label, movement } = record(detail[when]);
  const known = [number, name ?? label ?? movement].filter(isText);
  return known.length === 0 ? '' : ` ${known.join(' ')}`;
}

function over(detail: EventDetail): string {
  const sum = amountOf(detail);
  return sum === '' ? '' : ` over ${sum}`;
}

function amountOf({ amountMinor, currency }: EventDetail): string {
  if (amountMinor === null || amountMinor === undefined || !isText(currency)) return '';
  return `${formatMinor(BigInt(text(amountMinor)), currency as CurrencyCode)} ${currency}`;
}

function because(reason: unknown): string {
  return isText(reason) ? `: ${reason.trim().replace(/\.$/, '')}` : '';
}

function as(number: unknown): string {
  return isText(number) ? ` as ${number}` : '';
}

function record(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null ? (value as { [name: string]: unknown }) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
