// Invoices of a generated history. There is a settlement behind each: what of the work is billed, written off or on,
// carried forward, and which interims it absorbs; the lines come from the same core functions that settle a wash-up.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { addDays, monthOf } from '#core/calendar/civil-date.ts';
import { groupLines } from '#core/billing/effects.ts';
import { settleLines, washUp } from '#core/billing/wash-up.ts';
import { spread } from '#core/billing/spread.ts';
import type { Cause, Journal } from '#core/ledger/journal.ts';
import { absorbLine, newInterim, raiseInterim } from '#core/wip/interim.ts';
import { takeOut, unallocated, type OpenItem } from '#core/wip/lines.ts';
import { undo } from '#core/wip/undo.ts';
import type { AuthoredJournal, PlannedInvoice } from './history.ts';
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
  stage.uninvoicedMinor.set(job.id, amountMinor);
  enter(stage, job.managerId, {
    quotes: [{ id, clientId, jobId: job.id, name, acceptedOn: on, totalMinor: amountMinor, currency }],
    journals: [{ kind: 'quoteAccepted', effectiveOn: on, cause, reverses: null, lines: [line] }],
  });
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
  const invoice = newInvoice(stage, job, {
    type: 'progress',
    basis: isDeposit ? 'deposit' : 'quoted',
    pricing: 'fixed',
    issuedOn: on,
    totalMinor: amountMinor,
  });
  const id = stage.book.nextItemId();
  const description = isDeposit ? 'Deposit' : 'Stage of the quoted price';
  enter(stage, stage.practice.office.bookkeeper.id, {
    interims: [{ id, jobId: job.id, raisedOn: on, amountMinor, description }],
    invoices: [invoice],
    journals: [
      raiseInterim(newInterim(id, job.id, on), amountMinor, on, causeOf(invoice)),
      ...(isQuoted ? [quoteInvoiced(stage, job, amountMinor, invoice)] : []),
    ],
  });
}

function quoteInvoiced(stage: Stage, job: PlannedJob, amountMinor: bigint, invoice: PlannedInvoice): Journal {
  stage.uninvoicedMinor.set(job.id, stage.uninvoicedMinor.get(job.id)! - amountMinor);
  const line = unallocated(job.id, 'quoted', 'uninvoicedQuote', amountMinor, invoice.issuedOn);
  return {
    kind: 'quoteInvoiced',
    effectiveOn: invoice.issuedOn,
    cause: causeOf(invoice),
    reverses: null,
    lines: [line],
  };
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
  const { type, basis, on, total, billed, dropped, absorbed } = settlement;
  const paidAhead = absorbed.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const invoice = newInvoice(stage, job, {
    type,
    basis,
    pricing: total === sumOf(billed) ? 'calculated' : 'fixed',
    issuedOn: on,
    totalMinor: total - paidAhead,
  });
  const lines = settleLines(spread(billed, total), job.id, on);
  for (const item of dropped)
    lines.push(['writtenOff', takeOut(item, 'writtenOff', item.openMinor, item.openQuantity)]);
  for (const { item, amountMinor } of absorbed)
    lines.push(['interimAbsorbed', absorbLine(item, amountMinor)]);
  const journals = groupLines(lines, on, causeOf(invoice));
  if (basis === 'quoted') journals.push(quoteInvoiced(stage, job, invoice.totalMinor, invoice));
  const entered = enter(stage, stage.practice.office.bookkeeper.id, {
    invoices: [invoice],
    journals,
    unlist: type === 'final' ? [job.id] : [],
  });
  const isHalfway = stage.day > (job.firstDay + job.lastDay) / 2;
  if (job.story === 'invoiceCancelled' && isHalfway) cancelOnce(stage, invoice, entered);
}

/** One invoice turns out wrong and is cancelled some days later; its work is billed again the month after. */
function cancelOnce(stage: Stage, invoice: PlannedInvoice, journals: readonly AuthoredJournal[]): void {
  if (stage.told.has('invoiceCancelled')) return;
  stage.told.add('invoiceCancelled');
  const actorId = stage.practice.office.bookkeeper.id;
  putOff(stage, 4, () => {
    enter(stage, actorId, {
      cancellations: [{ invoiceId: invoice.id, actorId }],
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

function newInvoice(
  stage: Stage,
  job: PlannedJob,
  invoice: Pick<PlannedInvoice, 'type' | 'basis' | 'pricing' | 'issuedOn' | 'totalMinor'>,
): PlannedInvoice {
  const id = (stage.counts.invoices += 1);
  return {
    ...invoice,
    id,
    number: `INV-${String(id).padStart(6, '0')}`,
    clientId: job.clientId,
    jobId: job.id,
    description: invoice.basis === 'deposit' ? `Deposit: ${job.name}` : job.name,
    currency: job.currency,
  };
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
