// What people do with documents, as plain data, and doing it through the product's own actions: quotes, drafts, invoices,
// credit notes, payments. None of them says `on`, `id` or `version`, by which the other deeds are told apart.

import type { Context } from '#actions/context.ts';
import { cancelCreditNote } from '#actions/credit-notes/cancel-credit-note.ts';
import { creditInvoice } from '#actions/credit-notes/credit-invoice.ts';
import { approveInvoice } from '#actions/invoices/approve-invoice.ts';
import { cancelInvoice } from '#actions/invoices/cancel-invoice.ts';
import type { InvoiceContent } from '#actions/invoices/content.ts';
import { changeDraft, createDraft, discardDraft } from '#actions/invoices/drafts.ts';
import { recordPayment } from '#actions/payments/record-payment.ts';
import { takeAllocationBack } from '#actions/payments/take-back.ts';
import { voidPayment } from '#actions/payments/void-payment.ts';
import { acceptQuote } from '#actions/quotes/accept-quote.ts';
import { createQuote } from '#actions/quotes/create-quote.ts';
import { issueQuote } from '#actions/quotes/issue-quote.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import type { Result } from '#core/refusal.ts';
import { decimal } from './decimal.ts';

export type CreditedLine = {
  lineNumber: number;
  amountMinor: bigint | null;
  destination: 'wip' | 'writtenOff';
};

export type DocumentDeed =
  | { kind: 'drawQuote'; clientId: number; jobId: number; amountsMinor: readonly bigint[] }
  | { kind: 'issueQuote'; quoteId: number; seen: number }
  | {
      kind: 'acceptQuote';
      quoteId: number;
      seen: number;
      jobId: number;
      dated: string;
      place?: 'replaces' | 'adds' | undefined;
    }
  | { kind: 'draft'; content: InvoiceContent }
  | { kind: 'changeDraft'; invoiceId: number; seen: number; content: InvoiceContent }
  | { kind: 'discard'; invoiceId: number; seen: number }
  | { kind: 'approve'; invoiceId: number; fingerprint: string }
  | { kind: 'cancel'; invoiceId: number }
  | {
      kind: 'credit';
      invoiceId: number;
      dated?: string | undefined;
      lines: { all: 'wip' | 'writtenOff' } | readonly CreditedLine[];
    }
  | { kind: 'cancelCredit'; creditNoteId: number }
  | {
      kind: 'pay';
      clientId: number;
      amountMinor: bigint;
      /** Not said: today. */
      paidOn?: string | undefined;
      invoices: 'oldest' | readonly { invoiceId: number; amountMinor: bigint }[];
    }
  | { kind: 'voidPayment'; paymentId: number }
  | { kind: 'takeBack'; allocationId: number };

const kinds: ReadonlySet<string> = new Set<DocumentDeed['kind']>([
  'drawQuote',
  'issueQuote',
  'acceptQuote',
  'draft',
  'changeDraft',
  'discard',
  'approve',
  'cancel',
  'credit',
  'cancelCredit',
  'pay',
  'voidPayment',
  'takeBack',
]);

export function isOfDocument(deed: { readonly kind: string }): deed is DocumentDeed {
  return kinds.has(deed.kind);
}

export function actOnDocument(
  context: Context,
  digits: number,
  deed: DocumentDeed,
): Promise<Result<unknown>> {
  switch (deed.kind) {
    case 'drawQuote':
    case 'issueQuote':
    case 'acceptQuote':
      return actOnQuote(context, digits, deed);
    case 'draft':
      return createDraft(context, deed.content);
    case 'changeDraft':
      return changeDraft(context, { id: deed.invoiceId, version: deed.seen, content: deed.content });
    case 'discard':
      return discardDraft(context, { id: deed.invoiceId, version: deed.seen });
    case 'approve':
      return approveInvoice(context, { id: deed.invoiceId, fingerprint: deed.fingerprint });
    case 'cancel':
      return cancelInvoice(context, { id: deed.invoiceId, reason: 'A mistake' });
    case 'cancelCredit':
      return cancelCreditNote(context, { creditNoteId: deed.creditNoteId, reason: 'A mistake' });
    default:
      return actOnMoney(context, digits, deed);
  }
}

type QuoteDeed = Extract<DocumentDeed, { kind: 'drawQuote' | 'issueQuote' | 'acceptQuote' }>;

function actOnQuote(context: Context, digits: number, deed: QuoteDeed): Promise<Result<unknown>> {
  if (deed.kind === 'drawQuote') {
    const { clientId, jobId, amountsMinor } = deed;
    // Both descriptions are tasks that every job has.
    const lines = amountsMinor.map((minor, place) => ({
      kind: 'task' as const,
      description: place % 2 === 0 ? 'Drawing' : 'Checking',
      amount: decimal(minor, digits),
    }));
    return createQuote(context, {
      clientId,
      jobId,
      name: 'A house',
      quotedOn: civilDate('2026-01-02'),
      lines,
    });
  }
  const seen = { id: deed.quoteId, version: deed.seen };
  if (deed.kind === 'issueQuote') return issueQuote(context, seen);
  return acceptQuote(context, {
    ...seen,
    jobId: deed.jobId,
    acceptedOn: civilDate(deed.dated),
    replaces: deed.place === 'replaces',
    adds: deed.place === 'adds',
  });
}

type MoneyDeed = Extract<DocumentDeed, { kind: 'credit' | 'pay' | 'voidPayment' | 'takeBack' }>;

function actOnMoney(context: Context, digits: number, deed: MoneyDeed): Promise<Result<unknown>> {
  switch (deed.kind) {
    case 'credit': {
      const { invoiceId, dated } = deed;
      const lines =
        'all' in deed.lines
          ? deed.lines
          : deed.lines.map(({ amountMinor, ...line }) => ({
              ...line,
              amount: amountMinor === null ? null : decimal(amountMinor, digits),
            }));
      const creditedOn = dated === undefined ? undefined : civilDate(dated);
      return creditInvoice(context, { invoiceId, lines, creditedOn, reason: 'A complaint' });
    }
    case 'pay': {
      const { clientId, invoices } = deed;
      const amount = decimal(deed.amountMinor, digits);
      const paidOn = deed.paidOn === undefined ? undefined : civilDate(deed.paidOn);
      const payment = { clientId, amount, paidOn };
      if (invoices === 'oldest') return recordPayment(context, { ...payment, allocate: 'oldest' });
      const named = invoices.map(({ invoiceId, amountMinor }) => ({
        invoiceId,
        amount: decimal(amountMinor, digits),
      }));
      return recordPayment(context, { ...payment, invoices: named });
    }
    case 'voidPayment':
      return voidPayment(context, { paymentId: deed.paymentId, reason: 'It bounced' });
    case 'takeBack':
      return takeAllocationBack(context, { allocationId: deed.allocationId });
  }
}
