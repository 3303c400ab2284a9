// Replaying an invoice from actual time and costs (docs/ledger-rules.md section 4): what was ticked is billed at the
// amount of its line, what was refused is written off, what was left for later stays. Three steps: find what each line
// bills, bring the lines to the invoice's total, and say it in effects.

import type { Effect } from '#core/billing/effects.ts';
import { spread } from '#core/billing/spread.ts';
import { apportion } from '#core/money/apportion.ts';
import { divideTowardsZero } from '#core/money/division.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import {
  absorptions,
  interimsWorth,
  oldestInterims,
  sum as sumAbsorbed,
  type Absorption,
} from './interims.ts';
import type { CostLine, Decided, InvoicedJob, InvoiceToReplay, ReplayNote, TaskLine } from './invoice.ts';
import { billedInPart, closing, notBilled } from './item-effects.ts';
import type { OpenBook } from './open-book.ts';

/** What a line takes from an item. */
type Billing = {
  readonly lineKey: string;
  readonly item: OpenItem;
  billedMinor: bigint;
  /** What goes with it; an item that closes gives all. */
  readonly quantity: number;
  /** What is not billed of it is written off; else it stays. */
  readonly closes: boolean;
};

type Typed = {
  readonly lineKey: string;
  readonly jobId: number;
  readonly account: 'wipTime' | 'wipCost';
  amountMinor: bigint;
};

type Draft = {
  readonly invoice: InvoiceToReplay;
  readonly book: OpenBook;
  readonly billings: Map<bigint, Billing>;
  readonly refused: Map<bigint, OpenItem>;
  readonly carried: Set<bigint>;
  readonly typed: Typed[];
  readonly notes: ReplayNote[];
};

/** The key of a line for what the lines of the source leave of the total. */
export function restKey(jobId: number): string {
  return `rest:${jobId}`;
}

export function replayActual(invoice: InvoiceToReplay, book: OpenBook): Decided | undefined {
  const draft: Draft = {
    invoice,
    book,
    billings: new Map(),
    refused: new Map(),
    carried: new Set(),
    typed: [],
    notes: [],
  };
  for (const job of invoice.jobs) {
    for (const task of job.tasks) takeTask(draft, job, task);
    for (const cost of job.costs) takeCost(draft, job, cost);
  }
  const absorbed = meetTotal(draft);
  if (absorbed === undefined) return undefined;
  const closed = invoice.type === 'final' ? closeJobs(draft) : { effects: [], unlist: [] };
  const effects = [...effectsOf(draft), ...closed.effects, ...absorptions(absorbed)];
  return { effects, notes: draft.notes, unlist: closed.unlist };
}

function takeTask(draft: Draft, job: InvoicedJob, task: TaskLine): void {
  for (const { itemId, treatment } of task.entries) {
    const item = itemId === null ? undefined : draft.book.item(itemId);
    if (item !== undefined && treatment === 'writeOff') draft.refused.set(item.itemId, item);
    if (item !== undefined && treatment === 'carryForward') draft.carried.add(item.itemId);
  }
  const billed = task.entries.filter((entry) => entry.treatment === 'bill');
  if (billed.length > 0) billEntries(draft, job, task, billed);
  else if (task.amountMinor <= 0n) return;
  else if (task.typed) typeLine(draft, job, task.lineKey, ['wipTime', task.amountMinor]);
  else billOldest(draft, job, task);
}

/** The line's amount over the entries that it bills, pro rata to what each is worth on the invoice. */
function billEntries(draft: Draft, job: InvoicedJob, task: TaskLine, billed: TaskLine['entries']): void {
  const found: { item: OpenItem; worthMinor: bigint | null }[] = [];
  let lostMinor = 0n;
  for (const { itemId, worthMinor } of billed) {
    const item = itemId === null ? undefined : draft.book.item(itemId);
    if (item !== undefined && !draft.billings.has(item.itemId)) found.push({ item, worthMinor });
    else {
      lostMinor += worthMinor ?? 0n;
      const why = itemId === null ? 'is in none of the files' : 'is billed or settled already';
      note(
        draft,
        'entryNotOpen',
        `A time entry of the task ${task.name} ${why}; its part was written on.`,
        job,
      );
    }
  }
  const amountMinor = task.amountMinor < 0n ? 0n : task.amountMinor;
  const typedMinor = found.length === 0 ? amountMinor : lostMinor < amountMinor ? lostMinor : amountMinor;
  if (typedMinor > 0n) typeLine(draft, job, task.lineKey, ['wipTime', typedMinor]);
  const shares = sharesOf(amountMinor - typedMinor, found);
  for (const [index, { item }] of found.entries()) {
    const billedMinor = shares[index]!;
    const { lineKey } = task;
    draft.billings.set(item.itemId, {
      lineKey,
      item,
      billedMinor,
      quantity: item.openQuantity,
      closes: true,
    });
  }
}

function sharesOf(
  amountMinor: bigint,
  found: readonly { item: OpenItem; worthMinor: bigint | null }[],
): bigint[] {
  if (found.length === 0) return [];
  const said = found.map(({ item, worthMinor }) => worthMinor ?? item.openMinor);
  const candidates = [
    said,
    found.map(({ item }) => item.openMinor),
    found.map(({ item }) => BigInt(item.openQuantity)),
    found.map(() => 1n),
  ];
  const weights = candidates.find(
    (tried) => tried.every((one) => one >= 0n) && tried.some((one) => one > 0n),
  )!;
  return apportion(amountMinor, weights);
}

/** The source does not tell the entries: the oldest of the task are billed until the amount is reached. */
function billOldest(draft: Draft, job: InvoicedJob, task: TaskLine): void {
  const { cutOffOn } = draft.invoice;
  let left = task.amountMinor;
  const open = draft.book.ofJob(job.jobId).filter((item) => {
    const isTask =
      item.kind === 'time' && item.jobTaskId !== null && task.jobTaskIds.includes(item.jobTaskId);
    return isTask && item.openMinor > 0n && item.originOn <= cutOffOn && !draft.billings.has(item.itemId);
  });
  for (const item of open) {
    if (left === 0n) break;
    const whole = item.openMinor <= left;
    const billedMinor = whole ? item.openMinor : left;
    // The part of the minutes that goes with the part of the value, without its fraction.
    const part = Number(divideTowardsZero(BigInt(item.openQuantity) * billedMinor, item.openMinor));
    draft.billings.set(item.itemId, {
      lineKey: task.lineKey,
      item,
      billedMinor,
      quantity: whole ? item.openQuantity : part,
      closes: whole,
    });
    left -= billedMinor;
  }
  if (open.length > 0) {
    note(
      draft,
      'entriesNotTold',
      `The source does not say which time the task ${task.name} bills; the oldest was.`,
      job,
    );
  }
  if (left > 0n) typeLine(draft, job, task.lineKey, ['wipTime', left]);
}

function takeCost(draft: Draft, job: InvoicedJob, cost: CostLine): void {
  const item = cost.itemId === null ? undefined : draft.book.item(cost.itemId);
  if (item === undefined || draft.billings.has(item.itemId)) {
    if (cost.amountMinor > 0n) typeLine(draft, job, cost.lineKey, ['wipCost', cost.amountMinor]);
    if (!cost.typed && cost.amountMinor > 0n) {
      const why = cost.itemId === null ? 'is none of the job' : 'is billed or settled already';
      note(draft, 'costNotOpen', `The cost ${cost.name} ${why}; it was written on.`, job);
    }
    return;
  }
  // A cost that is not billable and stands at nothing stays as it is.
  if (cost.amountMinor === 0n && item.openMinor === 0n) return;
  const quantity = cost.quantityThousandths ?? item.openQuantity;
  const isPart = quantity < item.openQuantity && cost.amountMinor < item.openMinor && item.openMinor > 0n;
  const closes = !isPart || draft.invoice.type === 'final';
  draft.billings.set(item.itemId, {
    lineKey: cost.lineKey,
    item,
    billedMinor: cost.amountMinor,
    quantity: closes ? item.openQuantity : quantity,
    closes,
  });
}

function typeLine(
  draft: Draft,
  { jobId }: InvoicedJob,
  lineKey: string,
  [account, amountMinor]: readonly [Typed['account'], bigint],
): void {
  draft.typed.push({ lineKey, jobId, account, amountMinor });
}

/** Brings the lines to the total: by the interims that were absorbed, else as at a fixed price. */
function meetTotal(draft: Draft): Absorption[] | undefined {
  const { invoice } = draft;
  const linesMinor = linesWorth(draft);
  let missing = invoice.totalMinor - linesMinor;
  if (missing === 0n) return [];
  const interims = invoice.jobs
    .flatMap((job) => draft.book.ofJob(job.jobId))
    .filter((item) => item.kind === 'interim' && item.originOn <= invoice.on);
  const exact = missing < 0n ? interimsWorth(interims, -missing) : undefined;
  if (exact !== undefined) return exact;
  const absorbed = missing < 0n && !invoice.isFixedPrice ? (oldestInterims(interims, -missing) ?? []) : [];
  missing += sumAbsorbed(absorbed);
  if (missing === 0n) return absorbed;
  if (!spreadRest(draft, missing)) return undefined;
  if (!invoice.isFixedPrice) {
    const [job] = invoice.jobs;
    const detail = 'The lines of the invoice do not add up to its total; the rest was spread over them.';
    draft.notes.push({ severity: 'note', code: 'linesDiffer', detail, jobId: job?.jobId ?? null });
  }
  return absorbed;
}

function linesWorth({ billings, typed }: Draft): bigint {
  const billed = [...billings.values()].reduce((total, { billedMinor }) => total + billedMinor, 0n);
  return typed.reduce((total, { amountMinor }) => total + amountMinor, billed);
}

/** Spreads what is missing over what the lines bill, time first; false when they cannot carry it. */
function spreadRest(draft: Draft, missing: bigint): boolean {
  const billings = [...draft.billings.values()];
  const billedMinor = billings.reduce((total, one) => total + one.billedMinor, 0n);
  if (billedMinor > 0n && billedMinor + missing >= 0n) {
    const items = billings.map((one) => ({ ...one.item, openMinor: one.billedMinor }));
    for (const { item, recognisedMinor } of spread(items, billedMinor + missing).shares) {
      draft.billings.get(item.itemId)!.billedMinor = recognisedMinor;
    }
    return true;
  }
  const typedMinor = draft.typed.reduce((total, one) => total + one.amountMinor, 0n);
  if (typedMinor > 0n && typedMinor + missing >= 0n) {
    const shares = apportion(
      typedMinor + missing,
      draft.typed.map((one) => one.amountMinor),
    );
    for (const [index, one] of draft.typed.entries()) one.amountMinor = shares[index]!;
    return true;
  }
  const [job] = draft.invoice.jobs;
  if (missing < 0n || job === undefined) return false;
  typeLine(draft, job, restKey(job.jobId), ['wipTime', missing]);
  return true;
}

function effectsOf({ billings, refused, typed }: Draft): Effect[] {
  const effects: Effect[] = [];
  for (const { lineKey, item, billedMinor, quantity, closes } of billings.values()) {
    // Spreading may have raised a part beyond the whole.
    if (closes || billedMinor >= item.openMinor) effects.push(closing(item, billedMinor, lineKey));
    else effects.push(billedInPart(item, { billedMinor, quantity }, lineKey));
  }
  for (const item of refused.values()) {
    if (!billings.has(item.itemId)) effects.push(notBilled(item));
  }
  for (const one of typed) {
    if (one.amountMinor !== 0n) effects.push({ kind: 'writtenOn', ...one });
  }
  return effects;
}

/** A final invoice closes what stands at nothing, where nothing of value is carried forward. */
function closeJobs({ invoice, book, billings, refused, carried }: Draft): {
  effects: Effect[];
  unlist: number[];
} {
  const effects: Effect[] = [];
  const unlist: number[] = [];
  for (const { jobId } of invoice.jobs) {
    const left = book.ofJob(jobId).filter((item) => {
      const isTaken = billings.has(item.itemId) || refused.has(item.itemId);
      return item.kind !== 'interim' && !isTaken && item.originOn <= invoice.cutOffOn;
    });
    if (left.some((item) => item.openMinor !== 0n || carried.has(item.itemId))) continue;
    effects.push(...left.map(notBilled));
    unlist.push(jobId);
  }
  return { effects, unlist };
}

function note({ notes }: Draft, code: string, detail: string, { jobId }: InvoicedJob): void {
  notes.push({ severity: 'difference', code, detail, jobId });
}
