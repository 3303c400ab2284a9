// What documents leave in the ledger, held against the model, line by line where the rules say the line and by sums where
// they say only the sum.

import type { DocumentDeed } from '../document-deeds.ts';
import type { Told } from '../deeds.ts';
import { openKey, openOf, type Books } from './books.ts';
import { documentAnswer } from './documents.ts';
import {
  account,
  cause,
  effectOf,
  kind,
  lineOfJob,
  mirrored,
  textOf,
  type Line,
  type RawLine,
} from './lines.ts';
import { reversals } from './expected.ts';
import type { Reckoned } from './reckoned.ts';

export class Wrong extends Error {}

function insist(condition: boolean, what: string): void {
  if (!condition) throw new Wrong(what);
}

export const documentCause = (id: number): string => `${cause.invoice}/${id}`;

const causeOf = (line: Line): string => `${line.causeKind}/${line.cause}`;

/** What stands in the ledger with a cause. */
export function standingOf(books: Books, by: string): RawLine[] {
  return [...books.standing.values()].flat().filter((line) => causeOf(line) === by);
}

/** What reversing lines does to each item. */
export function changesBack(lines: readonly RawLine[]): Map<string, { minor: bigint; quantity: number }> {
  const changes = new Map<string, { minor: bigint; quantity: number }>();
  for (const line of lines) {
    if (line.item === null) continue;
    const key = openKey(line.job, line.item);
    const before = changes.get(key) ?? { minor: 0n, quantity: 0 };
    const { minor, quantity } = effectOf(line);
    changes.set(key, { minor: before.minor - minor, quantity: before.quantity - quantity });
  }
  return changes;
}

/** Lines summed by job, item and movement. */
export function sumsOf(lines: readonly RawLine[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const add = (key: string, value: bigint) => {
    const sum = (sums.get(key) ?? 0n) + value;
    if (sum === 0n) sums.delete(key);
    else sums.set(key, sum);
  };
  for (const { job, item, kind: what, debit, credit, amount, quantity } of lines) {
    const key = `job ${job} item ${item} kind ${what} dr ${debit} cr ${credit}`;
    add(`${key} amount`, amount);
    add(`${key} quantity`, BigInt(quantity));
  }
  return sums;
}

/** WIP billed + interims raised − interims absorbed. */
export function invoicedBy(lines: readonly RawLine[]): bigint {
  const own = lines.filter((line) =>
    ([kind.billed, kind.interim, kind.absorbed] as number[]).includes(line.kind),
  );
  return own.reduce(
    (sum, { debit, credit, amount }) =>
      sum + (debit === account.billed ? amount : 0n) - (credit === account.billed ? amount : 0n),
    0n,
  );
}

export type Judged = {
  readonly books: Books;
  readonly told: Told;
  readonly raw: readonly RawLine[];
  readonly reckoned: Reckoned | null;
};

export function checkDocumentLines(judged: Judged, deed: DocumentDeed): void {
  const { books, told, raw } = judged;
  switch (deed.kind) {
    case 'approve':
      return checkInvoice(judged, deed.invoiceId);
    case 'cancel': {
      const standing = standingOf(books, documentCause(deed.invoiceId));
      const journals = [...Map.groupBy(standing, (line) => line.journal).values()];
      return checkExact(raw, reversals({ books, told, raw }, journals));
    }
    case 'credit':
      return checkCredit(judged, deed);
    case 'cancelCredit':
      return;
    case 'acceptQuote':
      return checkExact(raw, acceptedLines(judged, deed));
    default:
      return insist(raw.length === 0, `left ${raw.length} lines in the ledger`);
  }
}

function checkExact(raw: readonly RawLine[], expected: readonly Line[]): void {
  const [found, wanted] = [raw, expected].map((lines) => lines.map(textOf).toSorted()) as [
    string[],
    string[],
  ];
  const list = (lines: string[]) => lines.map((line) => `\n    ${line}`).join('');
  const missing = wanted.filter((line) => !found.includes(line));
  const extra = found.filter((line) => !wanted.includes(line));
  insist(
    missing.length + extra.length === 0 && found.length === wanted.length,
    `should have left${list(missing)}\n  but left${list(extra)}`,
  );
}

function acceptedLines(
  { books, told, raw }: Judged,
  deed: Extract<DocumentDeed, { kind: 'acceptQuote' }>,
): Line[] {
  const { dated, jobId, quoteId, place } = deed;
  const { totalMinor } = documentAnswer<{ document: { quote: { totalMinor: bigint } } }>(told).document.quote;
  const quote = books.documents.quotes.get(quoteId)!;
  const sum = [...quote.lines.values()].reduce((all, minor) => all + minor, 0n);
  insist(totalMinor === sum, `the quote comes to ${totalMinor}, and its lines to ${sum}`);
  const event = { kind: kind.quoteAccepted, on: dated, causeKind: cause.quote, cause: BigInt(quoteId) };
  const accepted =
    totalMinor === 0n ? [] : [lineOfJob(jobId, event, [account.uninvoicedQuote, account.quoted], totalMinor)];
  const master = [...books.documents.quotes.values()].find((one) => one.jobId === jobId && one.isMaster);
  if (place !== 'replaces' || master === undefined) return accepted;
  insist(
    raw.every(({ on }) => on === dated),
    'a quote is replaced on the day of the acceptance',
  );
  const gone = standingOf(books, `${cause.quote}/${master.id}`).map((line) => mirrored(line, dated));
  return [...gone, ...accepted];
}

/** An approval: what it bills, writes on and off, raises and absorbs is what the model says. */
function checkInvoice({ books, told, raw, reckoned }: Judged, invoiceId: number): void {
  const { expected } = reckoned!;
  if (expected === 'refused') throw new Wrong('was approved; by the rules it cannot be composed');
  const draft = books.documents.invoices.get(invoiceId)!;
  const { invoice, lines } = documentAnswer(told);
  insist(
    invoice.totalMinor === expected.total,
    `comes to ${invoice.totalMinor}, and should to ${expected.total}`,
  );
  insist(
    invoice.type === expected.savedAs,
    `is a ${invoice.type} invoice, and should be ${expected.savedAs}`,
  );
  const sum = lines.reduce((all, line) => all + line.amountMinor, 0n);
  insist(sum === expected.total, `has lines of ${sum}`);
  for (const line of raw) checkHead(books, line, { by: documentCause(invoiceId), on: draft.invoicedOn });
  checkItems(books, raw, { reckoned: reckoned!, content: draft.content });
  checkJobs(books, raw, { expected, basis: draft.content.basis, type: expected.savedAs });
  const isOfJobs = draft.content.basis !== 'miscellaneous';
  insist(
    !isOfJobs || invoicedBy(raw) === expected.total,
    `takes ${invoicedBy(raw)} for ${expected.total} in the ledger`,
  );
}

const contraOf: Readonly<Record<number, number>> = {
  [kind.billed]: account.billed,
  [kind.interim]: account.billed,
  [kind.absorbed]: account.billed,
  [kind.off]: account.writtenOff,
  [kind.on]: account.writtenOn,
  [kind.quoteInvoiced]: account.quoted,
};

/** The line is of its document and day, between the accounts of its kind, and says of its item what the item is. */
function checkHead(books: Books, line: RawLine, { by, on }: { by: string; on: string }): void {
  const text = textOf(line);
  insist(causeOf(line) === by && line.on === on && line.reverses === null, `has an odd line: ${text}`);
  const contra = contraOf[line.kind];
  insist(contra !== undefined && (line.debit === contra || line.credit === contra), `moves oddly: ${text}`);
  const item = line.item === null ? undefined : books.items.get(line.item);
  if (item === undefined) return;
  const isSame = item.job === line.job && item.staff === line.staff && item.on === line.origin;
  insist(isSame && item.jobTask === line.jobTask, `tells the item wrongly: ${text}`);
}

type OfDraft = {
  readonly reckoned: Reckoned;
  readonly content: { jobs: readonly { jobId: number; retention?: unknown }[] };
};

function checkItems(books: Books, raw: readonly RawLine[], { reckoned, content }: OfDraft): void {
  const { expected } = reckoned;
  if (expected === 'refused') return;
  const holdsBack = new Set(content.jobs.filter(({ retention }) => retention).map(({ jobId }) => jobId));
  for (const [id, fate] of expected.items) {
    const item = books.items.get(id)!;
    const own = raw.filter((line) => line.item === id);
    const of = (what: number) =>
      own.filter((line) => line.kind === what).reduce((sum, line) => sum + effectOf(line).minor, 0n);
    const open = openOf(books, item);
    const left = own.reduce((sum, line) => sum + effectOf(line).minor, open.minor);
    const quantity = own.reduce((sum, line) => sum + effectOf(line).quantity, open.quantity);
    const found = { billed: -of(kind.billed), writtenOn: of(kind.on), writtenOff: -of(kind.off), left };
    for (const name of ['billed', 'writtenOn', 'writtenOff', 'left'] as const)
      insist(
        found[name] === fate[name],
        `${name} of ${item.kind} ${id} (${open.minor} open) is ${found[name]}, and should be ${fate[name]}`,
      );
    insist(
      holdsBack.has(item.job) || quantity === fate.leftQuantity,
      `of entry ${id} ${quantity} is left, and should be ${fate.leftQuantity}`,
    );
  }
}

type OfJobs = {
  readonly expected: Exclude<Reckoned['expected'], 'refused'>;
  readonly basis: string;
  readonly type: string;
};

/** A final invoice by the quote has one job here and nothing but claims. An interim that did not count when it was raised does now. */
function checkJobs(books: Books, raw: readonly RawLine[], { expected, basis, type }: OfJobs): void {
  const uncounted = raw
    .filter((line) => line.kind === kind.absorbed && !books.documents.counted.has(line.item!))
    .reduce((all, { amount }) => all + amount, 0n);
  const finalOfQuote = expected.total + uncounted;
  for (const [jobId, job] of expected.jobs) {
    const sum = (what: number, isOfItem: boolean) =>
      raw
        .filter((line) => line.job === jobId && line.kind === what && (line.item !== null) === isOfItem)
        .reduce((all, { amount }) => all + amount, 0n);
    const wanted = {
      raised: [sum(kind.interim, true), job.raised],
      absorbed: [sum(kind.absorbed, true), job.absorbed],
      'written on without an entry': [sum(kind.on, false), job.unallocated],
      'billed without an entry': [sum(kind.billed, false), job.unallocated],
      'invoiced of the quote': [
        sum(kind.quoteInvoiced, false),
        basis === 'quoted' && type === 'final' ? finalOfQuote : job.quoteInvoiced,
      ],
    };
    for (const [name, [found, right]] of Object.entries(wanted))
      insist(found === right, `${name} of job ${jobId} is ${found}, and should be ${right}`);
  }
}

/** A credit note: reverses what no longer stands, posts again what does, and in the end the sums are right. */
function checkCredit({ books, told, raw }: Judged, deed: Extract<DocumentDeed, { kind: 'credit' }>): void {
  const { invoice: note, lines } = documentAnswer(told);
  const invoice = books.documents.invoices.get(deed.invoiceId)!;
  const before = standingOf(books, documentCause(invoice.id));
  const own = documentCause(note.id);
  for (const line of raw) {
    const isReversal = line.reverses !== null && causeOf(line) === own;
    const isAgain = line.reverses === null && causeOf(line) === documentCause(invoice.id);
    const isOff = causeOf(line) === own && line.kind === kind.off;
    insist(isReversal || isAgain || isOff, `has an odd line: ${textOf(line)}`);
    insist(line.on === note.invoicedOn, `is not of its day: ${textOf(line)}`);
  }
  const gone = new Set(raw.flatMap(({ reverses }) => reverses ?? []));
  const after = [
    ...before.filter(({ journal }) => !gone.has(journal)),
    ...raw.filter((line) => line.reverses === null && causeOf(line) !== own),
  ];
  const credited = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  insist(credited === note.totalMinor, `has lines of ${credited} and a total of ${note.totalMinor}`);
  const isOfJobs = invoice.content.basis !== 'miscellaneous';
  const [was, is] = [invoicedBy(before), invoicedBy(after)];
  insist(!isOfJobs || was - is === credited, `takes ${was - is} back for ${credited}`);
  if (!('all' in deed.lines)) return checkWithinInvoice(books, before, raw);
  if (deed.lines.all === 'wip') {
    insist(sumsOf(after).size === 0, `leaves of the invoice ${[...sumsOf(after)].join('; ')}`);
    insist(
      raw.every(({ reverses }) => reverses !== null),
      'writes off what goes back to WIP',
    );
  } else checkWrittenOff(before, raw);
}

/** Nothing comes back to an item beyond what the invoice took of it. */
function checkWithinInvoice(books: Books, before: readonly RawLine[], raw: readonly RawLine[]): void {
  const most = changesBack(before);
  for (const [key, taken] of changesBack(raw)) {
    const { minor } = most.get(key) ?? { minor: 0n };
    const back = -taken.minor;
    const isNew = !books.items.has(BigInt(key.split('/')[1]!));
    const isWithin = minor >= 0n ? back >= 0n && back <= minor : back <= 0n && back >= minor;
    insist(isNew || isWithin, `gives ${back} back to ${key}, of which the invoice took ${minor}`);
  }
}

/** Credited whole and written off: no work is open that was not, and nothing of the invoice is billed any more. */
function checkWrittenOff(before: readonly RawLine[], raw: readonly RawLine[]): void {
  const interims = new Set(
    before
      .filter((line) => line.kind === kind.interim || line.kind === kind.absorbed)
      .map((line) => line.item),
  );
  const changes = [...changesBack(raw)].filter(([key]) => !interims.has(BigInt(key.split('/')[1]!)));
  for (const [key, { minor, quantity }] of changes)
    insist(minor === 0n && quantity === 0, `opens ${-minor} × ${-quantity} of ${key}, which is written off`);
}
