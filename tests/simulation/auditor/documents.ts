// The auditor's books of documents: quotes, drafts with what they hold, invoices with what stands of them in the ledger,
// credit notes, and what pays what. Kept from what people were answered and from lines that were found right.

import type { InvoiceContent } from '#actions/invoices/content.ts';
import { isOfDocument, type DocumentDeed } from '../document-deeds.ts';
import { simToday, type Told } from '../deeds.ts';
import type { Reckoned } from './reckoned.ts';

export type QuoteBook = {
  id: number;
  version: number;
  state: string;
  jobId: number;
  totalMinor: bigint;
  isMaster: boolean;
  acceptedOn: string | null;
  lines: ReadonlyMap<number, bigint>;
};

export type InvoiceBook = {
  id: number;
  status: 'draft' | 'approved' | 'cancelled' | 'discarded';
  version: number;
  fingerprint: string;
  content: InvoiceContent;
  /** What the draft was found to come to when it was saved. */
  reckoned: Reckoned | null;
  invoicedOn: string;
  dueOn: string;
  number: string | null;
  seriesValue: bigint | null;
  savedAs: string;
  totalMinor: bigint;
  clientId: number;
  cancelledOn: string | null;
  lines: readonly { lineNumber: number; amountMinor: bigint; jobId: number | null }[];
  /** Newest last; cancelled ones are gone. */
  creditNotes: number[];
};

export type CreditBook = {
  id: number;
  invoiceId: number;
  totalMinor: bigint;
  number: string | null;
  seriesValue: bigint | null;
  cancelled: boolean;
  cancelledOn: string | null;
  creditedOn: string;
  lines: readonly { creditsLineNumber: number; amountMinor: bigint }[];
  /** What stood of the invoice in the ledger before it, summed. */
  before: ReadonlyMap<string, bigint>;
};

export type AllocationBook = {
  id: number;
  from: string;
  invoiceId: number | null;
  amountMinor: bigint;
  allocatedOn: string;
  isBack: boolean;
  takenBack: boolean;
};

export type PaymentBook = {
  id: number;
  clientId: number;
  amountMinor: bigint;
  paidOn: string;
  /** Of the day that it is in the simulation. */
  voided: boolean;
};

export type Documents = {
  readonly quotes: Map<number, QuoteBook>;
  readonly invoices: Map<number, InvoiceBook>;
  readonly credits: Map<number, CreditBook>;
  readonly payments: Map<number, PaymentBook>;
  readonly allocations: Map<number, AllocationBook>;
  /** Items on drafts, with the draft; known only where one thing is done after the other. */
  readonly held: Map<bigint, number>;
  /** Items that somebody's draft may have held at some moment; used where things are done at the same time. */
  readonly maybeHeld: Set<bigint>;
  /** Jobs of which a draft may have held anything. */
  readonly maybeHeldJobs: Set<number>;
  /** Interims that counted as invoiced of a quote when they were raised. */
  readonly counted: Set<bigint>;
  /** Whether the order of all deeds is known. */
  inTurn: boolean;
};

export function noDocumentBooks(): Documents {
  return {
    quotes: new Map(),
    invoices: new Map(),
    credits: new Map(),
    payments: new Map(),
    allocations: new Map(),
    held: new Map(),
    maybeHeld: new Set(),
    maybeHeldJobs: new Set(),
    counted: new Set(),
    inTurn: true,
  };
}

const sum = (values: Iterable<bigint>): bigint => {
  let all = 0n;
  for (const value of values) all += value;
  return all;
};

/** What of an invoice or a credit note is paid or credited, and what of a payment or credit note is used. */
export function paidOf(documents: Documents, invoiceId: number, by: 'payment' | 'creditNote'): bigint {
  const own = [...documents.allocations.values()].filter(
    ({ invoiceId: of, from }) => of === invoiceId && from.startsWith(by),
  );
  return sum(own.map(({ amountMinor }) => amountMinor));
}

export function usedOf(documents: Documents, from: string): bigint {
  return sum(
    [...documents.allocations.values()].filter((one) => one.from === from).map((one) => one.amountMinor),
  );
}

/** No tax is charged in the simulated firms. */
export function outstandingOf(documents: Documents, invoice: InvoiceBook): bigint {
  if (invoice.status !== 'approved') return 0n;
  const settled = paidOf(documents, invoice.id, 'payment') + paidOf(documents, invoice.id, 'creditNote');
  return invoice.totalMinor - settled;
}

/** What the standing credit notes left of each line. */
export function leftOfLines(
  documents: Documents,
  invoice: InvoiceBook,
): Map<number, { left: bigint; isTouched: boolean }> {
  const left = new Map(
    invoice.lines.map((line) => [line.lineNumber, { left: line.amountMinor, isTouched: false }]),
  );
  for (const id of invoice.creditNotes) {
    for (const { creditsLineNumber, amountMinor } of documents.credits.get(id)!.lines) {
      const line = left.get(creditsLineNumber)!;
      left.set(creditsLineNumber, { left: line.left - amountMinor, isTouched: true });
    }
  }
  return left;
}

export type Document = {
  invoice: {
    id: number;
    version: number;
    fingerprint: string | null;
    clientId: number | null;
    totalMinor: bigint;
    number: string | null;
    seriesValue: bigint | null;
    type: string | null;
    invoicedOn: string;
    dueOn: string | null;
    status: string;
    cancelledOn: string | null;
  };
  lines: readonly {
    lineNumber: number;
    amountMinor: bigint;
    jobId: number | null;
    creditsLineNumber: number | null;
    lineKey: string | null;
  }[];
  allocations?: readonly AnsweredAllocation[];
};
type AnsweredAllocation = {
  id: number;
  source: { kind: string; id: number };
  invoiceId: number | null;
  allocatedOn: string;
  amountMinor: bigint;
  takesBackId: number | null;
};
type QuoteAnswer = {
  quote: {
    id: number;
    version: number;
    state: string;
    jobId: number | null;
    totalMinor: bigint;
    isMaster: boolean;
    acceptedOn: string | null;
  };
  lines: readonly { id: number; amountMinor: bigint }[];
};
type PaymentAnswer = {
  id: number;
  clientId: number;
  amountMinor: bigint;
  allocations: readonly AnsweredAllocation[];
};

export function documentAnswer<T = Document>({ result }: Pick<Told, 'result'>): T {
  if (!result.ok) throw new Error('a refusal has no answer');
  return result.value as T;
}

/** Enters what a document became. What it did to the ledger is entered apart. */
export function keepDocument(documents: Documents, told: Told, reckoned: Reckoned | null): void {
  const { deed } = told;
  if (!isOfDocument(deed)) return;
  switch (deed.kind) {
    case 'drawQuote':
    case 'issueQuote':
    case 'acceptQuote':
      return keepQuote(documents, told, deed);
    case 'draft':
    case 'changeDraft':
      return keepDraft(documents, told, deed.content, reckoned);
    case 'discard': {
      const invoice = documents.invoices.get(deed.invoiceId)!;
      Object.assign(invoice, { status: 'discarded', version: invoice.version + 1 });
      return release(documents, invoice.id);
    }
    case 'approve': {
      const { invoice: row, lines } = documentAnswer(told);
      const invoice = documents.invoices.get(deed.invoiceId)!;
      const { number, seriesValue, totalMinor, version } = row;
      const became = {
        status: 'approved',
        number,
        seriesValue,
        totalMinor,
        version,
        lines,
        savedAs: row.type,
      };
      Object.assign(invoice, became);
      return release(documents, invoice.id);
    }
    case 'cancel': {
      const invoice = documents.invoices.get(deed.invoiceId)!;
      const { version, cancelledOn } = documentAnswer(told).invoice;
      Object.assign(invoice, { status: 'cancelled', version, cancelledOn });
      return;
    }
    default:
      return keepMoney(documents, told, deed);
  }
}

type QuoteDeed = Extract<DocumentDeed, { kind: 'drawQuote' | 'issueQuote' | 'acceptQuote' }>;

function keepQuote({ quotes }: Documents, told: Told, deed: QuoteDeed): void {
  const answer =
    deed.kind === 'acceptQuote'
      ? documentAnswer<{ document: QuoteAnswer }>(told).document
      : documentAnswer<QuoteAnswer>(told);
  if (deed.kind === 'acceptQuote' && deed.place === 'replaces') {
    for (const quote of quotes.values())
      if (quote.jobId === deed.jobId && quote.isMaster)
        Object.assign(quote, { state: 'revised', isMaster: false });
  }
  const { id, version, state, jobId, totalMinor, isMaster, acceptedOn } = answer.quote;
  const lines = new Map(answer.lines.map((line) => [line.id, line.amountMinor]));
  const known = quotes.get(id);
  if (known !== undefined && known.version > version) return;
  quotes.set(id, { id, version, state, jobId: jobId!, totalMinor, isMaster, acceptedOn, lines });
}

function keepDraft(
  documents: Documents,
  told: Told,
  content: InvoiceContent,
  reckoned: Reckoned | null,
): void {
  const { invoice, lines } = documentAnswer(told);
  const { id, version, fingerprint, invoicedOn, dueOn, clientId, totalMinor, type } = invoice;
  documents.invoices.set(id, {
    id,
    status: 'draft',
    version,
    fingerprint: fingerprint!,
    content,
    reckoned,
    invoicedOn,
    dueOn: dueOn!,
    number: null,
    seriesValue: null,
    savedAs: type!,
    totalMinor,
    clientId: clientId!,
    cancelledOn: null,
    lines,
    creditNotes: [],
  });
  release(documents, id);
  if (documents.inTurn) for (const item of reckoned!.touched.keys()) documents.held.set(item, id);
}

function release({ held }: Documents, invoiceId: number): void {
  for (const [item, draft] of held) if (draft === invoiceId) held.delete(item);
}

type MoneyDeed = Extract<
  DocumentDeed,
  { kind: 'credit' | 'cancelCredit' | 'pay' | 'voidPayment' | 'takeBack' }
>;

function keepMoney(documents: Documents, told: Told, deed: MoneyDeed): void {
  switch (deed.kind) {
    case 'credit': {
      const { invoice: row, lines, allocations } = documentAnswer(told);
      const { id, totalMinor, number, seriesValue, invoicedOn: creditedOn } = row;
      const credited = lines.map((line) => ({ ...line, creditsLineNumber: line.creditsLineNumber! }));
      const { invoiceId } = deed;
      const before = new Map<string, bigint>();
      const head = { id, invoiceId, totalMinor, number, seriesValue, creditedOn, before };
      const credit = { ...head, cancelled: false, cancelledOn: null };
      documents.credits.set(id, { ...credit, lines: credited });
      documents.invoices.get(invoiceId)!.creditNotes.push(id);
      return keepAllocations(documents, allocations!);
    }
    case 'cancelCredit': {
      const credit = documents.credits.get(deed.creditNoteId)!;
      credit.cancelled = true;
      credit.cancelledOn = documentAnswer(told).invoice.cancelledOn;
      const invoice = documents.invoices.get(credit.invoiceId)!;
      invoice.creditNotes = invoice.creditNotes.filter((id) => id !== credit.id);
      return keepAllocations(documents, documentAnswer(told).allocations!);
    }
    case 'pay': {
      const { id, clientId, amountMinor, allocations } = documentAnswer<PaymentAnswer>(told);
      const { paidOn = simToday } = deed;
      documents.payments.set(id, { id, clientId, amountMinor, paidOn, voided: false });
      return keepAllocations(documents, allocations);
    }
    case 'voidPayment':
      documents.payments.get(deed.paymentId)!.voided = true;
      return keepAllocations(documents, documentAnswer<PaymentAnswer>(told).allocations);
    case 'takeBack':
      return keepAllocations(documents, [documentAnswer<AnsweredAllocation>(told)]);
  }
}

function keepAllocations({ allocations }: Documents, answered: readonly AnsweredAllocation[]): void {
  for (const { id, source, invoiceId, amountMinor, allocatedOn, takesBackId } of answered) {
    const isBack = takesBackId !== null;
    const from = `${source.kind}/${source.id}`;
    allocations.set(id, { id, from, invoiceId, amountMinor, allocatedOn, isBack, takenBack: false });
  }
  for (const { takesBackId } of answered) {
    const taken = takesBackId === null ? undefined : allocations.get(takesBackId);
    if (taken !== undefined) taken.takenBack = true;
  }
}
