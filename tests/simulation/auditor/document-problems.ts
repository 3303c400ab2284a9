// Why something may not be done with a document, by the trade's rules. `must` are reasons that certainly held: one of them
// has to be the refusal. `may` are reasons of which the auditor cannot be sure.

import type { InvoiceContent } from '#actions/invoices/content.ts';
import type { DocumentDeed } from '../document-deeds.ts';
import { simToday } from '../deeds.ts';
import { isAnyLater, openOf, sideOf, type Books } from './books.ts';
import { leftOfLines, outstandingOf, paidOf, type InvoiceBook } from './documents.ts';
import { changesBack, documentCause, standingOf } from './document-lines.ts';
import { kind, type RawLine } from './lines.ts';
import { dateProblems, isExcluded, isPeriodLocked, when } from './problems.ts';
import type { Span } from './facts.ts';
import { reckon } from './reckon.ts';
import type { Reckoned } from './reckoned.ts';

export type Problems = {
  readonly must: readonly string[];
  readonly may: readonly string[];
  readonly reckoned: Reckoned | null;
};

type Of<K extends DocumentDeed['kind']> = Extract<DocumentDeed, { kind: K }>;

/** How the composer words what the rules refuse. */
const refusalsOfComposer = [
  'afterCutOff',
  'beforeWork',
  'onDraft',
  'unknownEntry',
  'negativeTotal',
  'cannotSpread',
  'exceedsOpenAmount',
  'retentionTooLarge',
  'amountOutOfRange',
  'invalidRequest',
  'notAdjustable',
  'unknownQuoteLine',
  'quoteMissing',
  'quantityOutOfRange',
];

const taken = ['interimAbsorbed', 'alreadyBilled', 'onDraft', 'excludedFromBilling'];

const only = (...must: string[]): Problems => ({ must, may: [], reckoned: null });

export function documentProblems(
  books: Books,
  deed: DocumentDeed,
  span: Span,
  raw: readonly RawLine[] = [],
): Problems {
  switch (deed.kind) {
    case 'drawQuote':
      return { must: [], may: deed.amountsMinor.includes(0n) ? ['amountOutOfRange'] : [], reckoned: null };
    case 'issueQuote':
    case 'acceptQuote':
      return only(...quoteProblems(books, deed, span));
    case 'draft':
      return contentProblems(books, deed.content, { own: null, span });
    case 'changeDraft':
    case 'discard':
      return draftProblems(books, deed, span);
    case 'approve':
      return approvalProblems(books, deed, span, raw);
    case 'cancel':
      return cancelProblems(books, deed, span);
    case 'credit':
      return creditProblems(books, deed, span);
    case 'cancelCredit':
      return cancelCreditProblems(books, deed);
    case 'pay':
      return only(...payProblems(books, deed, span));
    case 'voidPayment': {
      const { voided } = books.documents.payments.get(deed.paymentId)!;
      return only(
        ...when(voided, 'wrongState'),
        ...when(isPeriodLocked(books, simToday, span), 'lockedDate'),
      );
    }
    case 'takeBack': {
      const { takenBack, isBack } = books.documents.allocations.get(deed.allocationId)!;
      return only(
        ...when(takenBack || isBack, 'alreadyReversed'),
        ...when(isPeriodLocked(books, simToday, span), 'lockedDate'),
      );
    }
  }
}

function quoteProblems(books: Books, deed: Of<'issueQuote' | 'acceptQuote'>, span: Span): string[] {
  const { quotes } = books.documents;
  const quote = quotes.get(deed.quoteId)!;
  const wanted = deed.kind === 'issueQuote' ? 'draft' : 'issued';
  const stale = [
    ...when(quote.state !== wanted, 'wrongState'),
    ...when(quote.version !== deed.seen, 'staleVersion'),
  ];
  if (deed.kind === 'issueQuote')
    return [...stale, ...when(isPeriodLocked(books, '2026-01-02', span), 'lockedDate')];
  const master = [...quotes.values()].find(({ jobId, isMaster }) => jobId === deed.jobId && isMaster);
  return [
    ...stale,
    ...dateProblems(books, deed.dated, span),
    ...when(isExcluded(books, deed.jobId, span), 'excludedFromBilling'),
    ...when(master !== undefined && deed.place === undefined, 'wrongState'),
    ...when(master === undefined && deed.place !== undefined, 'quoteMissing'),
    ...when(
      deed.place === 'replaces' && master !== undefined && deed.dated < master.acceptedOn!,
      'invalidDate',
    ),
  ];
}

type ContentAt = { readonly own: InvoiceBook | null; readonly span: Span; readonly raw?: readonly RawLine[] };

/** A draft that is saved anew, or composed again to be approved. */
function contentProblems(books: Books, content: InvoiceContent, { own, span, raw }: ContentAt): Problems {
  const isApproval = raw !== undefined;
  const invoicedOn = own !== null && isApproval ? own.invoicedOn : (content.invoicedOn ?? simToday);
  const reserved = [...books.documents.held].filter(([, draft]) => draft === own?.id).map(([item]) => item);
  const untouched = new Set((raw ?? []).flatMap((line) => line.item ?? []));
  const elsewhere = (itemId: bigint): boolean => {
    if (books.documents.inTurn || !isApproval) return false;
    const item = books.items.get(itemId)!;
    const maybe = books.documents.maybeHeld.has(itemId) || books.documents.maybeHeldJobs.has(item.job);
    return maybe && !untouched.has(itemId) && !isNamed(content, itemId);
  };
  const isLimited = books.documents.inTurn && isApproval;
  const reckoned = reckon(books, content, {
    own: own?.id ?? null,
    only: isLimited ? new Set(reserved) : null,
    invoicedOn,
    elsewhere,
  });
  const isEmpty = reckoned.touched.size === 0;
  const isLate = isAnyLater(books, reckoned.touched.keys(), invoicedOn);
  const must = [
    ...content.jobs.flatMap(({ jobId }) => when(isExcluded(books, jobId, span), 'excludedFromBilling')),
    ...(reckoned.expected === 'refused' ? refusalsOfComposer : []),
    ...when(isLate, 'beforeWork'),
    ...(claimsUnknown(books, content) ? ['unknownQuoteLine', 'quoteMissing', 'wrongState'] : []),
  ];
  const may = [...when(isEmpty, 'nothingToDo'), ...(editsCredit(books, content) ? refusalsOfComposer : [])];
  return { must, may, reckoned };
}

/** A line of no quote that its job is billed by, or not any more. */
function claimsUnknown({ documents }: Books, { jobs }: InvoiceContent): boolean {
  const lines = (jobId: number) =>
    [...documents.quotes.values()]
      .filter((quote) => quote.jobId === jobId && quote.state === 'accepted')
      .flatMap((quote) => [...quote.lines.keys()]);
  return jobs.some(({ jobId, claims }) => {
    const known = new Set(lines(jobId));
    return claims !== 'all' && claims.some(({ quoteLineId }) => !known.has(quoteLineId));
  });
}

function isNamed({ jobs }: InvoiceContent, itemId: bigint): boolean {
  return jobs.some(
    ({ entries, interims, lines }) =>
      entries.some((entry) => entry.itemId === itemId) ||
      (interims !== 'all' && interims.some((interim) => interim.itemId === itemId)) ||
      lines.some(({ covers }) => covers?.includes(itemId)),
  );
}

/** What a part of a supplier's credit may be billed at is not told by the rules of the model. */
function editsCredit(books: Books, { jobs }: InvoiceContent): boolean {
  return jobs.some(({ entries }) =>
    entries.some(({ itemId, amount, quantity }) => {
      const item = books.items.get(itemId);
      return item !== undefined && sideOf(item) < 0n && (amount ?? quantity) !== undefined;
    }),
  );
}

function draftProblems(books: Books, deed: Of<'changeDraft' | 'discard'>, span: Span): Problems {
  const draft = books.documents.invoices.get(deed.invoiceId)!;
  if (draft.status !== 'draft') return only('wrongState');
  if (draft.version !== deed.seen) return only('staleVersion');
  return deed.kind === 'discard' ? only() : contentProblems(books, deed.content, { own: draft, span });
}

function approvalProblems(
  books: Books,
  { invoiceId, fingerprint }: Of<'approve'>,
  span: Span,
  raw: readonly RawLine[],
): Problems {
  const draft = books.documents.invoices.get(invoiceId)!;
  if (draft.status !== 'draft') return only('wrongState');
  const { must, may, reckoned } = contentProblems(books, draft.content, { own: draft, span, raw });
  const isMoved = draft.reckoned !== null && draft.reckoned.sign !== reckoned!.sign;
  const isDetail = draft.reckoned !== null && draft.reckoned.detail !== reckoned!.detail;
  return {
    must: [
      ...must,
      ...when(books.documents.inTurn && (isMoved || fingerprint !== draft.fingerprint), 'previewOutdated'),
      ...documentDateProblems(books, draft, span),
    ],
    may: [...may, ...when(isDetail, 'previewOutdated')],
    reckoned,
  };
}

/** A miscellaneous invoice does nothing to WIP, so that only the lock of the period concerns it. */
function documentDateProblems(books: Books, { content, invoicedOn }: InvoiceBook, span: Span): string[] {
  if (content.basis !== 'miscellaneous') return dateProblems(books, invoicedOn, span);
  return [
    ...when(invoicedOn > simToday, 'futureDate'),
    ...when(isPeriodLocked(books, invoicedOn, span), 'lockedDate'),
  ];
}

/** What a change to items may meet: something was taken of them since, or a draft holds them. */
function takenProblems(
  books: Books,
  changes: ReadonlyMap<string, { minor: bigint; quantity: number }>,
  span: Span | null,
): string[] {
  const problems: string[] = [];
  for (const [key, { minor, quantity }] of changes) {
    const item = books.items.get(BigInt(key.split('/')[1]!))!;
    const side = sideOf(item);
    if (minor !== 0n && span !== null && isExcluded(books, item.job, span))
      problems.push('excludedFromBilling');
    if (side * minor >= 0n && Number(side) * quantity >= 0) continue;
    const open = openOf(books, item);
    if (side * (open.minor + minor) < 0n || Number(side) * (open.quantity + quantity) < 0)
      problems.push(item.kind === 'interim' ? 'interimAbsorbed' : 'alreadyBilled');
    if (books.documents.held.has(item.id)) problems.push('onDraft');
  }
  return problems;
}

function cancelProblems(books: Books, { invoiceId }: Of<'cancel'>, span: Span): Problems {
  const { documents } = books;
  const invoice = documents.invoices.get(invoiceId)!;
  if (invoice.status !== 'approved') return only('wrongState');
  const isSettled = paidOf(documents, invoiceId, 'payment') !== 0n || invoice.creditNotes.length > 0;
  if (documents.inTurn && isSettled) return only('allocationsPresent');
  return only(...takenProblems(books, changesBack(standingOf(books, documentCause(invoiceId))), span));
}

function creditProblems(books: Books, { invoiceId, lines, dated }: Of<'credit'>, span: Span): Problems {
  const { documents } = books;
  const invoice = documents.invoices.get(invoiceId)!;
  if (invoice.status !== 'approved') return only('wrongState');
  const left = leftOfLines(documents, invoice);
  const standing = standingOf(books, documentCause(invoiceId));
  const earliest = invoice.creditNotes
    .map((id) => documents.credits.get(id)!.creditedOn)
    .reduce((latest, day) => (day > latest ? day : latest), invoice.invoicedOn);
  const on = dated ?? (simToday > earliest ? simToday : earliest);
  const isLocked =
    standing.length > 0 ? dateProblems(books, on, span) : when(isPeriodLocked(books, on, span), 'lockedDate');
  const must = [...isLocked, ...when(on < earliest, 'invalidDate')];
  if ('all' in lines) {
    const open = [...left.values()].filter((line) => !(line.isTouched && line.left === 0n));
    const total = open.reduce((sum, line) => sum + line.left, 0n);
    const back = lines.all === 'wip' ? standing : standing.filter((line) => line.kind === kind.interim);
    const isTaken = takenProblems(books, changesBack(back), null);
    must.push(...when(open.length === 0, 'nothingToDo'), ...when(total < 0n, 'negativeTotal'));
    return { must: [...must, ...isTaken], may: ['excludedFromBilling'], reckoned: null };
  }
  let total = 0n;
  for (const { lineNumber, amountMinor } of lines) {
    const line = left.get(lineNumber);
    if (line === undefined) must.push('unknownInvoiceLine');
    else if (line.isTouched && line.left === 0n) must.push('exceedsOutstanding');
    else {
      const amount = amountMinor ?? line.left;
      const isBeyond = line.left < 0n ? amount < line.left : amount > line.left;
      const isWrongSide = amount !== line.left && (amount === 0n || amount < 0n !== line.left < 0n);
      must.push(
        ...when(isWrongSide, 'amountOutOfRange'),
        ...when(!isWrongSide && isBeyond, 'exceedsOutstanding'),
      );
      total += amount;
    }
  }
  must.push(...when(total < 0n, 'negativeTotal'), ...when(lines.length === 0, 'nothingToDo'));
  return { must, may: [...taken, 'invalidRequest'], reckoned: null };
}

function cancelCreditProblems(books: Books, { creditNoteId }: Of<'cancelCredit'>): Problems {
  const { documents } = books;
  const credit = documents.credits.get(creditNoteId)!;
  if (credit.cancelled) return only('wrongState');
  const invoice = documents.invoices.get(credit.invoiceId)!;
  if (documents.inTurn && invoice.creditNotes.at(-1) !== creditNoteId) return only('wrongState');
  return { must: [], may: taken, reckoned: null };
}

function payProblems(
  books: Books,
  { clientId, amountMinor, invoices, paidOn = simToday }: Of<'pay'>,
  span: Span,
): string[] {
  const { documents } = books;
  const locked = when(isPeriodLocked(books, paidOn, span), 'lockedDate');
  if (invoices === 'oldest') return locked;
  const total = invoices.reduce((sum, one) => sum + one.amountMinor, 0n);
  const wrong = invoices.flatMap((one) => {
    const invoice = documents.invoices.get(one.invoiceId)!;
    if (invoice.status !== 'approved') return ['wrongState'];
    if (invoice.clientId !== clientId) return ['invalidRequest'];
    return when(one.amountMinor > outstandingOf(documents, invoice), 'exceedsOutstanding');
  });
  return [...locked, ...wrong, ...when(total > amountMinor, 'exceedsOutstanding')];
}
