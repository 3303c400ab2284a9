// What the content of an invoice comes to by the rules, on the auditor's own books: the content is spelled out into the
// decision that it means for each item, and the independent model of tests/model says what follows.

import type { ClaimContent, InvoiceContent, JobContent } from '#actions/invoices/content.ts';
import type { BookItem, BookJob, Draft, ItemDecision, JobOnDraft } from '#core/billing/draft.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { expectedOf, type Fate } from '../../model/invoice-model.ts';
import { openItems, openOf, type Books } from './books.ts';
import type { Reckoned } from './reckoned.ts';

export type ReckonOptions = {
  /** The draft whose own items are free to it. */
  readonly own: number | null;
  /** Of "all", only these. */
  readonly only: ReadonlySet<bigint> | null;
  readonly invoicedOn: string;
  /** Items that some other draft holds. */
  readonly elsewhere: (itemId: bigint) => boolean;
};

export function reckon(books: Books, content: InvoiceContent, options: ReckonOptions): Reckoned {
  const draft = draftOf(books, content, options);
  const book = content.jobs.map((job) => bookJob(books, content, job, options));
  const expected = expectedOf(draft, book);
  const touched = new Map<bigint, Fate>();
  if (expected === 'refused') return { expected, touched, sign: 'refused', detail: '' };
  for (const [itemId, fate] of expected.items) {
    const { minor, quantity } = openOf(books, books.items.get(itemId)!);
    const isTaken = fate.billed !== 0n || fate.writtenOn !== 0n || fate.writtenOff !== 0n;
    if (isTaken || fate.left !== minor || fate.leftQuantity !== quantity) touched.set(itemId, fate);
  }
  const { total, savedAs, jobs } = expected;
  const fates = [...touched].map(([id, { billed, writtenOn, writtenOff }]) => [
    id,
    billed,
    writtenOn,
    writtenOff,
  ]);
  const detail = [...touched].map(([id, { left, leftQuantity }]) => {
    const { minor, quantity } = openOf(books, books.items.get(id)!);
    return [id, left, leftQuantity, minor, quantity];
  });
  return { expected, touched, sign: text([total, savedAs, fates, [...jobs]]), detail: text(detail) };
}

function text(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}

/** Minor units of decimal text. */
export function minorOf(amount: string | null | undefined, digits: number): bigint | null {
  if (amount === null || amount === undefined) return null;
  const [whole = '0', part = ''] = amount.split('.');
  return BigInt(`${whole}${part.padEnd(digits, '0')}`);
}

function cutOffOf(content: InvoiceContent, { invoicedOn }: ReckonOptions): string {
  return content.cutOffOn ?? invoicedOn;
}

function namedIn(job: JobContent): Set<bigint> {
  const covered = job.lines.flatMap(({ covers }) => covers ?? []);
  return new Set([...job.entries.map(({ itemId }) => itemId), ...covered]);
}

/** An item that was not named and that another draft holds stays, as billable work that is put off. */
function putOff(books: Books, content: InvoiceContent, job: JobContent, options: ReckonOptions): BookItem[] {
  const named = namedIn(job);
  return itemsOf(books, job.jobId, options).filter(
    (item) =>
      item.onDraft !== null &&
      item.kind !== 'interim' &&
      !named.has(item.itemId) &&
      isOffered(item, content, options),
  );
}

function isOffered({ originOn }: BookItem, content: InvoiceContent, options: ReckonOptions): boolean {
  return originOn <= cutOffOf(content, options) && originOn <= options.invoicedOn;
}

function bookJob(books: Books, content: InvoiceContent, job: JobContent, options: ReckonOptions): BookJob {
  const { jobId } = job;
  const gone = new Set(
    putOff(books, content, job, options)
      .filter((item) => content.basis === 'quoted' || (!item.billable && item.openMinor === 0n))
      .map(({ itemId }) => itemId),
  );
  const quotes = [...books.documents.quotes.values()].filter(
    (quote) => quote.jobId === jobId && quote.state === 'accepted',
  );
  const quote = {
    quoteId: 1,
    label: '',
    totalMinor: 0n,
    uninvoicedMinor: 0n,
    lines: quotes.flatMap(({ lines }) =>
      [...lines].map(([quoteLineId, amountMinor]) => ({
        quoteLineId,
        kind: 'task' as const,
        description: '',
        jobTaskId: null,
        amountMinor,
        claimedMinor: 0n,
      })),
    ),
  };
  return {
    jobId,
    number: '',
    name: '',
    netWipMinor: 0n,
    items: itemsOf(books, jobId, options).filter(({ itemId }) => !gone.has(itemId)),
    jobTaskNames: new Map(),
    quote: quotes.length === 0 ? null : quote,
  };
}

function itemsOf(books: Books, jobId: number, options: ReckonOptions): BookItem[] {
  return openItems(books, [jobId]).map((item) => {
    const { minor, quantity } = openOf(books, item);
    const holder = books.documents.held.get(item.id);
    const isElsewhere = (holder !== undefined && holder !== options.own) || options.elsewhere(item.id);
    return {
      jobId,
      itemId: item.id,
      kind: item.kind,
      originOn: civilDate(item.on),
      openMinor: minor,
      openQuantity: quantity,
      jobTaskId: item.jobTask,
      staffId: item.staff,
      billable: item.billable,
      priceMinor: item.kind === 'cost' ? item.unitPriceMinor : item.perHourMinor,
      description: '',
      onDraft: isElsewhere ? 'another draft' : null,
    };
  });
}

function draftOf(books: Books, content: InvoiceContent, options: ReckonOptions): Draft {
  const { digits, currency } = books.firm;
  const { type, basis, fixedTotal } = content;
  return {
    type,
    basis,
    currency: currency as Draft['currency'],
    invoicedOn: civilDate(options.invoicedOn),
    cutOffOn: civilDate(cutOffOf(content, options)),
    fixedTotalMinor: minorOf(fixedTotal, digits),
    jobs: content.jobs.map((job) => onDraft(books, content, job, options)),
    lines: content.lines.map((line) => typed(line, digits)),
  };
}

function typed(line: InvoiceContent['lines'][number], digits: number) {
  const { kind, description, covers = null } = line;
  const alone = { jobTaskId: null, minutes: null, ratePerHourMinor: null, quantityThousandths: null };
  return {
    ...alone,
    kind,
    description,
    unitPriceMinor: null,
    amountMinor: minorOf(line.amount, digits)!,
    covers,
  };
}

function onDraft(books: Books, content: InvoiceContent, job: JobContent, options: ReckonOptions): JobOnDraft {
  const { digits } = books.firm;
  const { jobId, rest, excess, deposit, retention } = job;
  return {
    jobId,
    decisions: decisions(books, content, job, options),
    absorb: absorptions(books, content, job, options),
    typed: job.lines.map((line) => typed(line, digits)),
    claims: job.claims === 'all' ? [] : job.claims.map((claim) => claimed(claim, digits)),
    deposit: deposit ? { description: '', amountMinor: minorOf(deposit.amount, digits)! } : null,
    rest,
    excess,
    retention: retention ? { description: '', amountMinor: minorOf(retention.amount, digits)! } : null,
  };
}

function claimed({ quoteLineId, amount }: ClaimContent, digits: number) {
  return { quoteLineId, amountMinor: minorOf(amount, digits)! };
}

function decisions(
  books: Books,
  content: InvoiceContent,
  job: JobContent,
  options: ReckonOptions,
): ItemDecision[] {
  const plain = { quantity: null, amountMinor: null, rest: null };
  const said = job.entries.map(({ itemId, treatment, minutes, quantity, amount, rest }) => ({
    itemId,
    treatment,
    quantity: minutes ?? (quantity ? Number(minorOf(quantity, 3)) : null),
    amountMinor: minorOf(amount, books.firm.digits),
    rest: rest ?? null,
  }));
  if (content.basis !== 'actual') return said;
  const off = putOff(books, content, job, options).filter((item) => item.billable || item.openMinor !== 0n);
  const putOffs = off.map(({ itemId }) => ({ ...plain, itemId, treatment: 'carryForward' as const }));
  if (job.select === 'none') return [...said, ...putOffs];
  const named = namedIn(job);
  const all = itemsOf(books, job.jobId, options).filter((item) => {
    if (item.kind === 'interim' || !item.billable || named.has(item.itemId)) return false;
    if (options.only !== null) return options.only.has(item.itemId);
    return item.onDraft === null && isOffered(item, content, options);
  });
  return [
    ...said,
    ...putOffs,
    ...all.map(({ itemId }) => ({ ...plain, itemId, treatment: 'bill' as const })),
  ];
}

function absorptions(
  books: Books,
  content: InvoiceContent,
  job: JobContent,
  options: ReckonOptions,
): JobOnDraft['absorb'] {
  const { interims } = job;
  if (interims !== 'all')
    return interims.map(({ itemId, amount }) => ({
      itemId,
      amountMinor: minorOf(amount, books.firm.digits),
    }));
  return itemsOf(books, job.jobId, options)
    .filter((item) => item.kind === 'interim')
    .filter((item) => {
      if (options.only !== null) return options.only.has(item.itemId);
      return item.onDraft === null && isOffered(item, content, options);
    })
    .map(({ itemId }) => ({ itemId, amountMinor: null }));
}
