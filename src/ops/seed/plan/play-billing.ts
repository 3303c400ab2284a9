// Invoices of a generated history. There is a settlement behind each: what of the work is billed, written off or on,
// carried forward, and which interims it absorbs; the lines come from the same core functions that settle a wash-up.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { addDays, monthOf } from '#core/calendar/civil-date.ts';
import { journalsOfEffects } from '#core/billing/effects.ts';
import { washUp } from '#core/billing/wash-up.ts';
import type { Cause, Journal } from '#core/ledger/journal.ts';
import { apportion } from '#core/money/apportion.ts';
import { unallocated, type OpenItem } from '#core/wip/lines.ts';
import { undo } from '#core/wip/undo.ts';
import type { AuthoredJournal, PlannedInvoice, PlannedQuoteLine } from './history.ts';
import {
  documentInAdvance,
  documentOfQuote,
  documentOfWork,
  movementOf,
  type Document,
} from './invoice-document.ts';
import type { PlannedJob } from './practice.ts';
import { enter, putOff, todayOf, type Stage } from './stage.ts';

const chanceOfInvoice = 0.88;
const chanceOfCarryingForward = 0.25;
const chanceOfWritingOneOff = 0.15;
/** Less than this is not worth an invoice. */
const smallestInvoiceMinor = 15_000n;
const noLocks = { wipLockOn: null, periodLockOn: null };

/** The month before is invoiced on the first working day; jobs that have ended are settled. */
export function billMonth(stage: Stage): void {
  const cutOff = addDays(monthOf(todayOf(stage)), -1);
  for (const job of stage.practice.jobs) {
    if (stage.book.hasOpenItems(job.id)) billJob(stage, job, cutOff);
  }
}

function billJob(stage: Stage, job: PlannedJob, cutOff: CivilDate): void {
  // The invoice after the last work is the final one, also when it comes before the last planned day.
  const hasEnded = !job.isOpen && (stage.day > job.lastDay || stage.entriesLeft[job.id] === 0);
  switch (job.course) {
    case 'steady':
    case 'retainer':
      return hasEnded ? billFinal(stage, job, cutOff) : billProgress(stage, job, cutOff);
    case 'quoted':
      return hasEnded ? billFinalQuoted(stage, job, cutOff) : billStage(stage, job, cutOff);
    case 'washedUp':
      return hasEnded ? settleWithoutInvoice(stage, job) : billProgress(stage, job, cutOff);
    case 'dropped':
      return hasEnded ? settleWithoutInvoice(stage, job) : undefined;
    case 'prepaid':
    case 'stale':
    case 'internal':
    case 'planned':
      return undefined;
  }
}

/** Jobs that begin with a quote or a deposit. */
export function isPaidAhead({ course }: PlannedJob): boolean {
  return course === 'quoted' || course === 'retainer' || course === 'prepaid';
}

/** A job begins: quotes are accepted, deposits invoiced. */
export function openJob(stage: Stage, job: PlannedJob): void {
  const worthMinor = BigInt(job.worth) * 100n;
  const ahead = { of: worthMinor, on: job.startOn, isDeposit: true };
  if (job.course === 'quoted') {
    acceptQuote(stage, job, worthMinor);
    billAhead(stage, job, { ...ahead, share: 30n, isQuoted: true });
  }
  if (job.course === 'retainer') billAhead(stage, job, { ...ahead, share: 15n, isQuoted: false });
  if (job.course === 'prepaid') billAhead(stage, job, { ...ahead, share: 120n, isQuoted: false });
}

function acceptQuote(stage: Stage, job: PlannedJob, amountMinor: bigint): void {
  const on = job.startOn;
  const id = (stage.counts.quotes += 1);
  const cause: Cause = { kind: 'quote', id: BigInt(id) };
  const { clientId, name, currency } = job;
  const line = unallocated(job.id, 'uninvoicedQuote', 'quoted', amountMinor, on);
  const lines = quoteLines(stage, job, amountMinor);
  stage.uninvoicedMinor.set(job.id, amountMinor);
  stage.quotes.set(job.id, { id, lines, claimed: new Map() });
  const said = { clientId, jobId: job.id, name, acceptedOn: on, totalMinor: amountMinor, currency, lines };
  const { recordedAt } = stage;
  enter(stage, job.managerId, {
    quotes: [{ id, ...said, authorId: job.managerId, recordedAt }],
    journals: [{ kind: 'quoteAccepted', effectiveOn: on, cause, reverses: null, lines: [line] }],
  });
}

/** A line per task that is billed, by how long each is expected to take. */
function quoteLines(stage: Stage, job: PlannedJob, amountMinor: bigint): PlannedQuoteLine[] {
  const billable = job.tasks.filter((task) => task.billable);
  const tasks = billable.length > 0 ? billable : job.tasks;
  const amounts = apportion(
    amountMinor,
    tasks.map((task) => BigInt(task.estimatedMinutes) + 60n),
  );
  return tasks.map(({ id, taskId, name, estimatedMinutes }, place) => ({
    id: (stage.counts.quoteLines += 1),
    jobTaskId: id,
    taskId,
    description: name,
    minutes: estimatedMinutes,
    amountMinor: amounts[place]!,
  }));
}

type Ahead = {
  readonly share: bigint;
  readonly of: bigint;
  readonly isQuoted: boolean;
  readonly on: CivilDate;
  readonly isDeposit: boolean;
};

/** Invoices a share (per cent, rounded down) before the work is done: an interim. */
function billAhead(stage: Stage, job: PlannedJob, { share, of, isQuoted, on, isDeposit }: Ahead): void {
  const amountMinor = (of * share) / 100n;
  const id = stage.book.nextItemId();
  const description = isDeposit ? 'Deposit' : 'Stage of the quoted price';
  const quote = isQuoted && !isDeposit ? stage.quotes.get(job.id)! : null;
  const document = documentInAdvance(job.id, { id, amountMinor, description }, quote?.lines ?? null);
  const invoice = newInvoice(stage, job, {
    type: 'progress',
    basis: isDeposit ? 'deposit' : 'quoted',
    pricing: isDeposit ? 'calculated' : 'fixed',
    issuedOn: on,
    document: isQuoted ? withQuoteInvoiced(stage, job, document) : document,
  });
  noteClaims(stage, job, invoice);
  enter(stage, stage.practice.office.bookkeeper.id, {
    interims: [{ id, jobId: job.id, raisedOn: on, amountMinor, description }],
    invoices: [invoice],
    journals: journalsOf(invoice),
  });
}

/** The document also counts as invoiced of the job's quote. */
function withQuoteInvoiced(stage: Stage, job: PlannedJob, document: Document): Document {
  const amountMinor = document.totalMinor;
  stage.uninvoicedMinor.set(job.id, stage.uninvoicedMinor.get(job.id)! - amountMinor);
  const effect = { kind: 'quoteInvoiced', lineKey: null, jobId: job.id, amountMinor } as const;
  return { ...document, effects: [...document.effects, { effect, linePlace: null }] };
}

function noteClaims({ quotes }: Stage, { id }: PlannedJob, { lines }: PlannedInvoice): void {
  const claimed = quotes.get(id)?.claimed;
  for (const { quoteLineId, claimedMinor, amountMinor } of lines) {
    if (claimed === undefined || quoteLineId === null) continue;
    claimed.set(quoteLineId, (claimed.get(quoteLineId) ?? 0n) + (claimedMinor ?? amountMinor));
  }
}

function journalsOf(invoice: PlannedInvoice): Journal[] {
  return journalsOfEffects(
    invoice.effects.map(({ effect }) => effect),
    invoice.issuedOn,
    causeOf(invoice),
  );
}

/** A stage of a quoted job: an interim, the work stays in WIP. The last quarter is left for the final invoice. */
function billStage(stage: Stage, job: PlannedJob, cutOff: CivilDate): void {
  const quotedMinor = BigInt(job.worth) * 100n;
  const left = stage.uninvoicedMinor.get(job.id) ?? 0n;
  if (left * 100n < quotedMinor * 45n || !stage.random.chance(chanceOfInvoice)) return;
  billAhead(stage, job, { share: 20n, of: quotedMinor, isQuoted: true, on: cutOff, isDeposit: false });
}

function billProgress(stage: Stage, job: PlannedJob, cutOff: CivilDate): void {
  const { random, book } = stage;
  if (!random.chance(chanceOfInvoice)) return;
  const carriedFrom = random.chance(chanceOfCarryingForward) ? addDays(cutOff, -3) : cutOff;
  const open = book.openItems(job.id);
  const items = open.filter(
    (item) => item.kind !== 'interim' && item.openMinor !== 0n && item.originOn <= carriedFrom,
  );
  const dropped = random.chance(chanceOfWritingOneOff)
    ? items.filter((item) => item.kind === 'time').slice(-1)
    : [];
  const billed = items.filter((item) => !dropped.includes(item));
  const worth = sumOf(billed);
  if (worth < smallestInvoiceMinor) return;
  const total = agreedTotal(stage, worth);
  settle(stage, job, {
    type: 'progress',
    basis: 'actual',
    on: cutOff,
    total,
    billed,
    dropped,
    absorbed: partOf(open, total / 2n),
  });
}

/** Everything that is open, interims too; never less than what was paid ahead. */
function billFinal(stage: Stage, job: PlannedJob, cutOff: CivilDate): void {
  const open = stage.book.openItems(job.id);
  const billed = open.filter((item) => item.kind !== 'interim');
  const absorbed = partOf(open, null);
  const paidAhead = absorbed.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const worth = sumOf(billed);
  if (worth <= 0n && paidAhead === 0n) return settleWithoutInvoice(stage, job);
  const agreed = worth > 0n ? agreedTotal(stage, worth) : 0n;
  const total = agreed > paidAhead ? agreed : paidAhead;
  settle(stage, job, {
    type: 'final',
    basis: 'actual',
    on: latest(cutOff, billed),
    total,
    billed,
    dropped: [],
    absorbed,
  });
}

/** The rest of the quote; what is recognised is that and all stages before, whatever the work came to. */
function billFinalQuoted(stage: Stage, job: PlannedJob, cutOff: CivilDate): void {
  const left = stage.uninvoicedMinor.get(job.id) ?? 0n;
  if (left === 0n) return billFinal(stage, job, cutOff);
  const open = stage.book.openItems(job.id);
  const billed = open.filter((item) => item.kind !== 'interim');
  const absorbed = partOf(open, null);
  const total = absorbed.reduce((sum, { amountMinor }) => sum + amountMinor, left);
  settle(stage, job, {
    type: 'final',
    basis: 'quoted',
    on: latest(cutOff, billed),
    total,
    billed,
    dropped: [],
    absorbed,
  });
}

type Settlement = {
  readonly type: PlannedInvoice['type'];
  readonly basis: PlannedInvoice['basis'];
  readonly on: CivilDate;
  /** What is recognised: the invoice's total and the interims it absorbs. */
  readonly total: bigint;
  readonly billed: readonly OpenItem[];
  /** Marked "no": written off by the invoice. */
  readonly dropped: readonly OpenItem[];
  readonly absorbed: readonly Absorption[];
};
type Absorption = { readonly item: OpenItem; readonly amountMinor: bigint };

function settle(stage: Stage, job: PlannedJob, settlement: Settlement): void {
  const { type, basis, on, total, billed } = settlement;
  const document = documentOf(stage, job, settlement);
  const invoice = newInvoice(stage, job, {
    type,
    basis,
    pricing: total === sumOf(billed) ? 'calculated' : 'fixed',
    issuedOn: on,
    document: basis === 'quoted' ? withQuoteInvoiced(stage, job, document) : document,
  });
  noteClaims(stage, job, invoice);
  const entered = enter(stage, stage.practice.office.bookkeeper.id, {
    invoices: [invoice],
    journals: journalsOf(invoice),
    unlist: type === 'final' ? [job.id] : [],
  });
  const isHalfway = stage.day > (job.firstDay + job.lastDay) / 2;
  if (job.story === 'invoiceCancelled' && isHalfway) cancelOnce(stage, invoice, entered);
}

function documentOf(stage: Stage, job: PlannedJob, settlement: Settlement): Document {
  const { basis, total, billed, dropped, absorbed } = settlement;
  const names = new Map(job.tasks.map((task) => [task.id, task.name]));
  const settled = {
    jobId: job.id,
    totalMinor: total,
    billed,
    dropped,
    absorbed,
    taskName: (id: number | null) => (id === null ? undefined : names.get(id)) ?? 'Time',
    itemName: (id: bigint) => stage.itemNames.get(Number(id)) ?? 'Interim',
  };
  const quote = basis === 'quoted' ? stage.quotes.get(job.id) : undefined;
  const document =
    quote === undefined ? documentOfWork(settled) : documentOfQuote(settled, quote.lines, quote.claimed);
  for (const item of [...billed, ...dropped]) stage.itemNames.delete(Number(item.itemId));
  return document;
}

/** One invoice turns out wrong and is cancelled some days later; its work is billed again the month after. */
function cancelOnce(stage: Stage, invoice: PlannedInvoice, journals: readonly AuthoredJournal[]): void {
  if (stage.told.has('invoiceCancelled')) return;
  stage.told.add('invoiceCancelled');
  const actorId = stage.practice.office.bookkeeper.id;
  putOff(stage, 4, () => {
    enter(stage, actorId, {
      cancellations: [{ invoiceId: invoice.id, actorId, reason: 'Addressed to the wrong company' }],
      journals: undo(journals, noLocks),
    });
  });
}

function settleWithoutInvoice(stage: Stage, job: PlannedJob): void {
  const on = todayOf(stage);
  const id = (stage.counts.actions += 1);
  const journals = washUp(stage.book.openItems(job.id), job.id, on, { kind: 'wipAction', id: BigInt(id) });
  const actorId = job.managerId;
  const note =
    job.course === 'dropped' ? 'The client stopped the job; agreed not to charge' : 'Nothing more to invoice';
  const entered = enter(stage, actorId, {
    actions: [{ id, kind: 'washUp', effectiveOn: on, reasonId: 1, note, actorId }],
    journals,
    unlist: [job.id],
  });
  if (job.story === 'washUpUndone') undoOnce(stage, id, entered);
}

/** One wash-up came too soon and is undone; the job is settled the month after. */
function undoOnce(stage: Stage, actionId: number, journals: readonly AuthoredJournal[]): void {
  if (stage.told.has('washUpUndone')) return;
  stage.told.add('washUpUndone');
  const actorId = stage.practice.people[0]!.id;
  putOff(stage, 3, () => {
    const note = 'More work came up';
    enter(stage, actorId, {
      undos: [{ actionId, effectiveOn: todayOf(stage), note, actorId }],
      journals: undo(journals, noLocks),
    });
  });
}

type NewInvoice = Pick<PlannedInvoice, 'type' | 'basis' | 'pricing' | 'issuedOn'> & {
  readonly document: Document;
};

function newInvoice(stage: Stage, job: PlannedJob, { document, ...invoice }: NewInvoice): PlannedInvoice {
  const { lines, effects, totalMinor } = document;
  const claimsQuote = invoice.basis === 'quoted';
  return {
    ...invoice,
    id: (stage.counts.invoices += 1),
    clientId: job.clientId,
    jobId: job.id,
    description: invoice.basis === 'deposit' ? `Deposit: ${job.name}` : job.name,
    currency: job.currency,
    layout: claimsQuote && stage.practice.scenario.name === 'engineering' ? 'progressClaim' : null,
    quoteId: claimsQuote ? (stage.quotes.get(job.id)?.id ?? null) : null,
    totalMinor,
    lines,
    effects,
    movement: movementOf(effects, { totalMinor, beforeMinor: netOf(stage, job.id) }),
    recordedAt: stage.recordedAt,
  };
}

function netOf({ book }: Stage, jobId: number): bigint {
  return sumOf(book.openItems(jobId));
}

function causeOf(invoice: PlannedInvoice): Cause {
  return { kind: 'invoice', id: BigInt(invoice.id) };
}

/** What is asked for work of a worth: mostly just that; sometimes rounded down, a little less, or a little more. */
function agreedTotal({ random }: Stage, worth: bigint): bigint {
  const way = random.weighted([
    ['exact', 68],
    ['rounded', 20],
    ['less', 7],
    ['more', 5],
  ] as const);
  if (way === 'rounded' && worth > 10_000n) return worth - (worth % 5_000n);
  if (way === 'less') return (worth * 95n) / 100n;
  if (way === 'more') return (worth * 103n) / 100n;
  return worth;
}

/** Interims to absorb, oldest first, up to an amount; null: all of them. */
function partOf(open: readonly OpenItem[], upTo: bigint | null): Absorption[] {
  let left = upTo;
  const absorbed: Absorption[] = [];
  for (const item of open) {
    if (item.kind !== 'interim') continue;
    const amountMinor = left === null || -item.openMinor < left ? -item.openMinor : left;
    if (amountMinor <= 0n) continue;
    absorbed.push({ item, amountMinor });
    if (left !== null) left -= amountMinor;
  }
  return absorbed;
}

function sumOf(items: readonly OpenItem[]): bigint {
  return items.reduce((sum, item) => sum + item.openMinor, 0n);
}

/** The cut-off, or the day of the latest item when that is later. */
function latest(cutOff: CivilDate, items: readonly OpenItem[]): CivilDate {
  return items.reduce((day, item) => (item.originOn > day ? item.originOn : day), cutOff);
}
