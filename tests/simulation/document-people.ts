// What people think of doing with documents next: mostly sensible, now and then careless.

import type { EntryContent, InvoiceContent, JobContent, LineContent } from '#actions/invoices/content.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { decimal } from './decimal.ts';
import { simToday } from './deeds.ts';
import type { DocumentDeed } from './document-deeds.ts';
import type { Known } from './known.ts';
import type { SimFirm, SimJob } from './practice.ts';
import type { Chance } from './random.ts';

type KnownQuote = {
  quoteId: number;
  version: number;
  clientId: number;
  jobId: number;
  state: string;
  lines: { id: number; amountMinor: bigint }[];
};
type KnownInvoice = {
  invoiceId: number;
  clientId: number;
  totalMinor: bigint;
  lines: { lineNumber: number; amountMinor: bigint }[];
};

export type KnownDocuments = {
  readonly quotes: Map<number, KnownQuote>;
  readonly drafts: Map<number, { invoiceId: number; version: number; fingerprints: string[] }>;
  readonly invoices: Map<number, KnownInvoice>;
  readonly creditNotes: number[];
  readonly payments: number[];
  readonly allocations: number[];
};

export function noDocuments(): KnownDocuments {
  return {
    quotes: new Map(),
    drafts: new Map(),
    invoices: new Map(),
    creditNotes: [],
    payments: [],
    allocations: [],
  };
}

export type DocumentThinker = {
  readonly firm: SimFirm;
  readonly chance: Chance;
  readonly entries: readonly Known[];
  readonly documents: KnownDocuments;
  /** Names every entry, so that what a draft takes does not depend on the moment. */
  readonly explicit: boolean;
};

export function thinkOfDocuments(thinker: DocumentThinker): DocumentDeed {
  const { chance, documents } = thinker;
  const { quotes, drafts, invoices, creditNotes, payments, allocations } = documents;
  const choice = chance.below(100);
  const draft = pickOf(chance, [...drafts.values()]);
  const invoice = pickOf(chance, [...invoices.values()].slice(-8));
  if (choice < 30 || draft === undefined) {
    return choice % 7 === 0 ? aboutQuotes(thinker, [...quotes.values()]) : newDraft(thinker);
  }
  const { invoiceId, version, fingerprints } = draft;
  const seen = chance.oneIn(15) ? Math.max(1, version - 1) : version;
  if (choice < 38) return { kind: 'changeDraft', invoiceId, seen, content: someContent(thinker) };
  if (choice < 41) return { kind: 'discard', invoiceId, seen };
  if (choice < 66 || invoice === undefined) {
    const fingerprint = chance.oneIn(15) ? fingerprints[0]! : fingerprints.at(-1)!;
    return { kind: 'approve', invoiceId, fingerprint };
  }
  if (choice < 73) return { kind: 'cancel', invoiceId: invoice.invoiceId };
  if (choice < 82) return credit(thinker, invoice);
  if (choice < 85 && creditNotes.length > 0)
    return { kind: 'cancelCredit', creditNoteId: chance.pick(creditNotes.slice(-5)) };
  if (choice < 93) return pay(thinker, invoice);
  if (choice < 96 && payments.length > 0)
    return { kind: 'voidPayment', paymentId: chance.pick(payments.slice(-5)) };
  if (choice < 98 && allocations.length > 0)
    return { kind: 'takeBack', allocationId: chance.pick(allocations.slice(-8)) };
  return aboutQuotes(thinker, [...quotes.values()]);
}

function pickOf<T>(chance: Chance, values: readonly T[]): T | undefined {
  return values.length === 0 ? undefined : chance.pick(values);
}

function newDraft(thinker: DocumentThinker): DocumentDeed {
  return { kind: 'draft', content: someContent(thinker) };
}

function dayBack(back: number): string {
  return new Date(Date.parse(`${simToday}T00:00:00Z`) - back * 86_400_000).toISOString().slice(0, 10);
}

function aboutQuotes({ firm, chance }: DocumentThinker, quotes: readonly KnownQuote[]): DocumentDeed {
  const drawn = pickOf(
    chance,
    quotes.filter(({ state }) => state === 'draft'),
  );
  if (drawn !== undefined && !chance.oneIn(8))
    return { kind: 'issueQuote', quoteId: drawn.quoteId, seen: drawn.version };
  const issued = pickOf(
    chance,
    quotes.filter(({ state }) => state === 'issued'),
  );
  if (issued !== undefined && !chance.oneIn(8)) {
    const { quoteId, version, jobId } = issued;
    const isBilled = quotes.some((quote) => quote.jobId === jobId && quote.state === 'accepted');
    const place = isBilled && !chance.oneIn(10) ? chance.pick(['replaces', 'adds'] as const) : undefined;
    return { kind: 'acceptQuote', quoteId, seen: version, jobId, dated: dayBack(chance.below(60)), place };
  }
  const job = chance.pick(firm.jobs);
  const amountsMinor = Array.from({ length: 1 + chance.below(3) }, () => BigInt(chance.below(200_000)));
  return { kind: 'drawQuote', clientId: job.clientId, jobId: job.id, amountsMinor };
}

const blank: Omit<JobContent, 'jobId'> = {
  select: 'none',
  entries: [],
  interims: [],
  lines: [],
  claims: [],
  rest: 'carryForward',
  excess: 'writeOn',
};

function someContent(thinker: DocumentThinker): InvoiceContent {
  const { firm, chance, documents } = thinker;
  const job = chance.pick(firm.jobs);
  const invoicedOn = civilDate(dayBack(chance.oneIn(3) ? chance.below(40) - (chance.oneIn(10) ? 3 : 0) : 0));
  const cutOffOn = chance.oneIn(4) ? civilDate(dayBack(40 + chance.below(40))) : undefined;
  const head = { clientId: job.clientId, invoicedOn, cutOffOn, lines: [], lineSettings: [] };
  const choice = chance.below(20);
  if (choice === 0) {
    const lines = [typedLine(thinker, null), typedLine(thinker, null)];
    return { ...head, type: 'progress', basis: 'miscellaneous', pricing: 'calculated', jobs: [], lines };
  }
  if (choice < 4) {
    const deposit = { amount: some(thinker, 50_000) };
    const jobs = [{ ...blank, jobId: job.id, deposit }];
    return { ...head, type: 'progress', basis: 'deposit', pricing: 'calculated', jobs };
  }
  const quotes = [...documents.quotes.values()].filter(
    ({ jobId, state }) => jobId === job.id && state === 'accepted',
  );
  if (choice < 10 && quotes.length > 0) return { ...head, ...quoted(thinker, job, quotes) };
  return { ...head, ...actual(thinker, job) };
}

type Body = Pick<InvoiceContent, 'type' | 'basis' | 'pricing' | 'fixedTotal' | 'jobs'>;

function some({ firm, chance }: DocumentThinker, below: number): string {
  return decimal(BigInt(1 + chance.below(below)), firm.digits);
}

function actual(thinker: DocumentThinker, job: SimJob): Body {
  const { firm, chance } = thinker;
  const other = firm.jobs.find(({ id, clientId }) => id !== job.id && clientId === job.clientId)!;
  const isFixed = chance.oneIn(4);
  const jobs = chance.oneIn(5) && !isFixed ? [job, other] : [job];
  return {
    type: chance.oneIn(3) ? 'final' : 'progress',
    basis: 'actual',
    ...(isFixed ? { pricing: 'fixed', fixedTotal: some(thinker, 200_000) } : { pricing: 'calculated' }),
    jobs: jobs.map((one) => actualJob(thinker, one, isFixed)),
  };
}

function actualJob(thinker: DocumentThinker, job: SimJob, isFixed: boolean): JobContent {
  const { chance, explicit } = thinker;
  const work = ofJob(thinker, job).filter(({ kind }) => kind !== 'interim');
  const isAll = !explicit && chance.oneIn(2);
  const decided = work.filter(() => chance.oneIn(isAll ? 6 : 2)).slice(-12);
  const covered = decided.filter(({ kind }) => kind === 'time' && chance.oneIn(12));
  const entries = decided
    .filter((entry) => !covered.includes(entry))
    .map((entry) => decision(thinker, entry, isFixed));
  const lines = chance.oneIn(8) ? [typedLine(thinker, [])] : [];
  if (covered.length > 0) lines.push(typedLine(thinker, covered));
  return {
    ...blank,
    jobId: job.id,
    select: isAll ? 'all' : 'none',
    entries,
    interims: interims(thinker, job),
    lines,
    rest: chance.oneIn(2) ? 'writeOff' : 'carryForward',
    excess: chance.oneIn(5) ? 'keepAsCredit' : 'writeOn',
    retention: chance.oneIn(10) ? { amount: some(thinker, 3000) } : undefined,
  };
}

/** What is thought to be on the job, and now and then something that is not. */
function ofJob({ entries, chance }: DocumentThinker, job: SimJob): Known[] {
  return entries.filter((entry) => entry.jobId === job.id || chance.oneIn(400));
}

function decision(
  thinker: DocumentThinker,
  { id, kind, amountMinor }: Known,
  isFixed: boolean,
): EntryContent {
  const { chance } = thinker;
  const plain = { itemId: id };
  if (chance.oneIn(7) && amountMinor !== 0n) return { ...plain, treatment: 'writeOff' };
  if (chance.oneIn(7)) return { ...plain, treatment: 'carryForward' };
  const bill = { ...plain, treatment: 'bill' as const };
  if (amountMinor < 0n || isFixed || !chance.oneIn(3)) return bill;
  const rest = chance.pick([undefined, undefined, 'writeOff', 'carryForward'] as const);
  if (chance.oneIn(2)) return { ...bill, rest, amount: some(thinker, 60_000) };
  return kind === 'time'
    ? { ...bill, rest, minutes: 1 + chance.below(700) }
    : { ...bill, rest, quantity: decimal(BigInt(1 + chance.below(6000)), 3) };
}

function interims(thinker: DocumentThinker, job: SimJob): JobContent['interims'] {
  const { chance, explicit, firm } = thinker;
  if (!explicit && chance.oneIn(3)) return 'all';
  return ofJob(thinker, job)
    .filter(({ kind }) => kind === 'interim' && chance.oneIn(3))
    .slice(-4)
    .map(({ id, amountMinor }) => ({
      itemId: id,
      amount: chance.oneIn(4)
        ? decimal(1n + BigInt(chance.below(Number(-amountMinor))), firm.digits)
        : undefined,
    }));
}

function typedLine(thinker: DocumentThinker, covered: readonly Known[] | null): LineContent {
  const covers = covered?.map(({ id }) => id);
  const kind = thinker.chance.oneIn(2) ? 'task' : 'cost';
  return { kind, description: 'Typed', amount: some(thinker, 40_000), covers };
}

function quoted(thinker: DocumentThinker, job: SimJob, quotes: readonly KnownQuote[]): Body {
  const { chance } = thinker;
  const lines = quotes.flatMap((quote) => quote.lines);
  const claims = lines
    .filter((_, place) => place === 0 || chance.oneIn(2))
    .map(({ id }) => ({ quoteLineId: id, amount: some(thinker, 80_000) }));
  const job0 = { ...blank, jobId: job.id, claims };
  const costs = ofJob(thinker, job).filter(
    ({ kind, amountMinor }) => kind === 'cost' && amountMinor > 0n && chance.oneIn(3),
  );
  if (chance.oneIn(2)) {
    const entries = costs.slice(-3).map(({ id }) => ({ itemId: id, treatment: 'bill' as const }));
    return { type: 'progress', basis: 'quoted', pricing: 'calculated', jobs: [{ ...job0, entries }] };
  }
  const body = {
    type: 'final',
    basis: 'quoted',
    jobs: [{ ...job0, interims: interims(thinker, job) }],
  } as const;
  if (chance.oneIn(2)) return { ...body, pricing: 'calculated' };
  return { ...body, pricing: 'fixed', fixedTotal: some(thinker, 150_000) };
}

function credit({ chance }: DocumentThinker, { invoiceId, lines }: KnownInvoice): DocumentDeed {
  const dated = chance.oneIn(4) ? dayBack(chance.below(30)) : undefined;
  const destination = () => (chance.oneIn(3) ? 'writtenOff' : 'wip');
  if (chance.oneIn(2)) return { kind: 'credit', invoiceId, dated, lines: { all: destination() } };
  const chosen = lines.filter(() => chance.oneIn(2));
  const wanted = (chosen.length === 0 ? lines : chosen).map(({ lineNumber, amountMinor }) => {
    const sign = amountMinor < 0n ? -1n : 1n;
    const part = chance.oneIn(2) ? sign * BigInt(1 + chance.below(Number(sign * amountMinor))) : null;
    return { lineNumber, amountMinor: part, destination: destination() } as const;
  });
  return { kind: 'credit', invoiceId, dated, lines: wanted };
}

function pay(
  { chance, documents }: DocumentThinker,
  { clientId, invoiceId, totalMinor }: KnownInvoice,
): DocumentDeed {
  const amountMinor = 1n + BigInt(chance.below(Number(totalMinor) + 1000));
  const paidOn = chance.oneIn(2) ? dayBack(chance.below(60)) : undefined;
  if (chance.oneIn(3)) return { kind: 'pay', clientId, amountMinor, paidOn, invoices: 'oldest' };
  const other = chance.pick([...documents.invoices.values()]);
  const first = amountMinor > totalMinor && !chance.oneIn(5) ? totalMinor : amountMinor;
  const invoices = [{ invoiceId, amountMinor: first === 0n ? 1n : first }];
  if (chance.oneIn(6) && other.invoiceId !== invoiceId && other.clientId === clientId)
    invoices.push({ invoiceId: other.invoiceId, amountMinor: 1n + BigInt(chance.below(2000)) });
  return { kind: 'pay', clientId, amountMinor, paidOn, invoices };
}

type Document = {
  invoice: {
    id: number;
    version: number;
    fingerprint: string | null;
    clientId: number | null;
    totalMinor: bigint;
  };
  lines: readonly { lineNumber: number; amountMinor: bigint }[];
};
type Quote = {
  quote: { id: number; version: number; state: string; clientId: number | null; jobId: number | null };
  lines: readonly { id: number; amountMinor: bigint }[];
};
type Paid = { id: number; allocations: readonly { id: number; standing: boolean }[] };

/** What an accepted answer teaches. */
export function learnOfDocument(known: KnownDocuments, deed: DocumentDeed, value: unknown): void {
  switch (deed.kind) {
    case 'drawQuote':
    case 'issueQuote':
      return learnQuote(known, value as Quote);
    case 'acceptQuote': {
      const { quote, lines } = (value as { document: Quote }).document;
      for (const other of known.quotes.values())
        if (deed.place === 'replaces' && other.jobId === quote.jobId && other.state === 'accepted')
          other.state = 'revised';
      return learnQuote(known, { quote, lines });
    }
    case 'draft':
    case 'changeDraft': {
      const { id, version, fingerprint } = (value as Document).invoice;
      const before = known.drafts.get(id)?.fingerprints ?? [];
      known.drafts.set(id, { invoiceId: id, version, fingerprints: [...before, fingerprint!].slice(-2) });
      return;
    }
    case 'discard':
      known.drafts.delete(deed.invoiceId);
      return;
    case 'approve': {
      const { invoice, lines } = value as Document;
      known.drafts.delete(invoice.id);
      const { id: invoiceId, clientId, totalMinor } = invoice;
      known.invoices.set(invoiceId, { invoiceId, clientId: clientId!, totalMinor, lines: [...lines] });
      return;
    }
    case 'credit':
      known.creditNotes.push((value as Document).invoice.id);
      return;
    case 'pay': {
      const { id, allocations } = value as Paid;
      known.payments.push(id);
      known.allocations.push(...allocations.map((one) => one.id));
      return;
    }
    default:
  }
}

function learnQuote(known: KnownDocuments, { quote, lines }: Quote): void {
  const { id: quoteId, version, state, clientId, jobId } = quote;
  const own = { quoteId, version, state, clientId: clientId!, jobId: jobId! };
  known.quotes.set(quoteId, { ...own, lines: [...lines] });
}

/** A refusal says that a draft is not what it was thought to be. */
export function learnRefusedOfDocument(
  known: KnownDocuments,
  deed: DocumentDeed,
  refusal: { code: string; accepted?: string | undefined } | undefined,
): void {
  if (!('invoiceId' in deed)) return;
  if (refusal?.code === 'wrongState' && deed.kind !== 'credit') known.drafts.delete(deed.invoiceId);
  const draft = known.drafts.get(deed.invoiceId);
  if (draft !== undefined && refusal?.code === 'staleVersion') draft.version = Number(refusal.accepted);
}
