// The lines that a deed must have posted, by the trade's rules. Where something changed at the same moment (a rate, a
// lock, a job's exclusion) the lines themselves say which way it went, and the auditor only asks whether that was possible.

import type { Deed, Told, TimeFields } from '../deeds.ts';
import { isOfDocument } from '../document-deeds.ts';
import { dayAfter } from './arithmetic.ts';
import { openItems, openOf, standingOn, type Books, type Item } from './books.ts';
import {
  billableOf,
  excludedDuring,
  locksDuring,
  pricesDuring,
  worthOfCost,
  worthOfTime,
  type Priced,
} from './facts.ts';
import {
  account,
  cause,
  effectOf,
  kind,
  lineOn,
  mirrored,
  type Event,
  type Line,
  type RawLine,
} from './lines.ts';
import { washUpLines } from './settle.ts';

/** What the product is told to have done: the deed, its answer, and the raw lines that came of it. */
export type Evidence = { readonly books: Books; readonly told: Told; readonly raw: readonly RawLine[] };

export class Violation extends Error {
  override name = 'Violation';
}

type Value<T> = T extends { ok: true; value: infer V } ? V : never;
type Answered = {
  entries: { id: bigint; version: number; amountMinor: bigint; ratePerHourMinor: bigint }[];
  costs: { id: bigint; version: number }[];
} & {
  wipActionId: number;
  journalIds: bigint[];
  itemId: bigint;
};

/** The value of an accepted answer. */
export function answerOf({ result }: Told): Answered {
  if (!result.ok) throw new Violation('a refusal has no answer');
  return (result as unknown as { ok: true; value: Value<{ ok: true; value: Answered }> }).value;
}

export function expectedLines(evidence: Evidence): Line[] {
  const { books, told } = evidence;
  const { deed } = told;
  // What documents leave is held against the model (document-lines.ts).
  if (isOfDocument(deed)) return [];
  switch (deed.kind) {
    case 'recordTime':
      return deed.entries.flatMap((entry, place) => {
        const billable = entry.billable ?? !books.firm.idleJobTaskIds.has(entry.jobTaskId);
        return [recordedTime(evidence, answerOf(told).entries[place]!.id, { ...entry, billable })];
      });
    case 'changeTime':
      return changedTime(evidence, deed);
    case 'recordCost':
      return deed.cost.actual ? [recordedCost(evidence, answerOf(told).costs[0]!.id, deed.cost)] : [];
    case 'changeCost':
      return changedCost(evidence, deed);
    case 'deleteTime':
    case 'deleteCost':
      return reversals(evidence, standingOn(books, deed.id));
    case 'undo': {
      const { journals } = books.actions.get(deed.actionId)!;
      return reversals(
        evidence,
        journals.flatMap((journal) => [books.standing.get(journal) ?? []]),
      );
    }
    case 'locks':
    case 'exclude':
    case 'rate':
      return [];
    default:
      return actionLines(evidence, deed);
  }
}

type ActionDeed = Extract<Deed, { kind: 'writeOff' | 'writeOn' | 'washUp' | 'move' | 'revalue' | 'interim' }>;

function actionLines(evidence: Evidence, deed: ActionDeed): Line[] {
  const { books, told } = evidence;
  const answer = answerOf(told);
  const event: Event = { kind: 0, on: deed.on, causeKind: cause.action, cause: BigInt(answer.wipActionId) };
  switch (deed.kind) {
    case 'washUp':
      return washUpLines(books, deed, event);
    case 'move':
      return deed.itemIds.flatMap((id) => movedLines(evidence, books.items.get(id)!, deed, event));
    case 'revalue':
      return revaluable(books, deed.jobIds, told).flatMap((item) => revaluedLines(evidence, item, event));
    case 'interim': {
      const interim = {
        id: answer.itemId,
        kind: 'interim' as const,
        job: deed.jobId,
        jobTask: null,
        staff: null,
        on: deed.on,
      };
      return [
        lineOn(interim, { ...event, kind: kind.interim }, account.billed, {
          minor: -deed.amountMinor,
          quantity: 0,
        }),
      ];
    }
    default:
      return deed.items.map(({ id, amountMinor }) => {
        const item = books.items.get(id)!;
        const open = openOf(books, item);
        if (deed.kind === 'writeOn')
          return lineOn(item, { ...event, kind: kind.on }, account.writtenOn, {
            minor: amountMinor!,
            quantity: 0,
          });
        const minor = amountMinor ?? open.minor;
        const quantity = minor === open.minor ? open.quantity : 0;
        return lineOn(item, { ...event, kind: kind.off }, account.writtenOff, {
          minor: -minor,
          quantity: -quantity,
        });
      });
  }
}

/** One of several possible values, as the raw line of an entry and kind tells; the first when there is no such line. */
function chosen(
  raw: readonly RawLine[],
  [item, of]: readonly [bigint, number],
  possible: readonly bigint[],
  base = 0n,
): bigint {
  const line = raw.find((one) => one.item === item && one.kind === of);
  const value = base + (line === undefined ? 0n : effectOf(line).minor);
  return possible.includes(value) ? value : possible[0]!;
}

function worths({ books, told }: Evidence, priced: Priced, minutes: number, missing: bigint): bigint[] {
  const prices = pricesDuring(books.facts, priced, told);
  return prices.map((price) => (price === null ? missing : worthOfTime(minutes, price)));
}

function withExclusion({ books, told }: Evidence, job: number, worth: readonly bigint[]): bigint[] {
  return excludedDuring(books.facts, job, told).flatMap((excluded) => (excluded ? [0n] : worth));
}

function recordedTime(evidence: Evidence, id: bigint, entry: TimeFields): Line {
  const { jobId: job, jobTaskId: jobTask, staffId: staff, workedOn: on } = entry;
  const minutes = billableOf(evidence.books.firm, job, entry.minutes);
  const possible = entry.billable
    ? withExclusion(evidence, job, worths(evidence, { job, jobTask, staff, on }, minutes, 0n))
    : [0n];
  const minor = chosen(evidence.raw, [id, kind.time], possible);
  const event = { kind: kind.time, on, causeKind: cause.time, cause: id };
  return lineOn({ id, kind: 'time', job, jobTask, staff, on }, event, account.recordedTime, {
    minor,
    quantity: minutes,
  });
}

type CostWorth = {
  jobId: number;
  incurredOn: string;
  quantityThousandths: number;
  unitPriceMinor: bigint;
  billable: boolean;
};

function recordedCost(evidence: Evidence, id: bigint, cost: CostWorth): Line {
  const { jobId: job, incurredOn: on, quantityThousandths: quantity } = cost;
  const worth = cost.billable ? worthOfCost(quantity, cost.unitPriceMinor) : 0n;
  const minor = chosen(evidence.raw, [id, kind.cost], withExclusion(evidence, job, [worth]));
  const event = { kind: kind.cost, on, causeKind: cause.cost, cause: id };
  return lineOn({ id, kind: 'cost', job, jobTask: null, staff: null, on }, event, account.recordedCost, {
    minor,
    quantity,
  });
}

type TimeChange = Extract<Deed, { kind: 'changeTime' }>;
type CostChange = Extract<Deed, { kind: 'changeCost' }>;

/** The entry as it is after the change. */
export function timeAfter(item: Item, { fields }: TimeChange): TimeFields {
  const before = {
    jobId: item.job,
    jobTaskId: item.jobTask!,
    staffId: item.staff!,
    workedOn: item.on,
    minutes: item.minutes,
    billable: item.billable,
  };
  return { ...before, ...fields };
}

export function costAfter(item: Item, { fields }: CostChange) {
  const { quantityThousandths, unitPriceMinor, billable, actual } = item;
  return {
    jobId: item.job,
    incurredOn: item.on,
    quantityThousandths,
    unitPriceMinor,
    billable,
    actual,
    ...fields,
  };
}

/** A note changes nothing that the ledger knows. */
export function touchesLedger(item: Item, change: TimeChange): boolean {
  const after = timeAfter(item, change);
  const before = timeAfter(item, { ...change, fields: {} });
  return (Object.keys(before) as (keyof TimeFields)[]).some((name) => before[name] !== after[name]);
}

function changedTime(evidence: Evidence, change: TimeChange): Line[] {
  const item = evidence.books.items.get(change.id)!;
  if (!touchesLedger(item, change)) return [];
  const again = recordedTime(evidence, item.id, timeAfter(item, change));
  return [...reversals(evidence, standingOn(evidence.books, item.id)), again];
}

function changedCost(evidence: Evidence, change: CostChange): Line[] {
  const item = evidence.books.items.get(change.id)!;
  const after = costAfter(item, change);
  // The cost keeps the task that a move gave it.
  const again = after.actual ? [{ ...recordedCost(evidence, item.id, after), jobTask: item.jobTask }] : [];
  return [...reversals(evidence, standingOn(evidence.books, item.id)), ...again];
}

/** Every journal mirrored, on its own day or, behind a lock, on the first open day. */
export function reversals({ books, told, raw }: Evidence, journals: readonly (readonly RawLine[])[]): Line[] {
  const locks = locksDuring(books.facts, told);
  return journals.flatMap((lines) => {
    if (lines.length === 0) return [];
    const { journal, on } = lines[0]!;
    const days = locks.map((locked) => (locked !== null && on <= locked ? dayAfter(locked) : on));
    const taken = raw.find((line) => line.reverses === journal)?.on;
    const day = taken !== undefined && days.includes(taken) ? taken : days[0]!;
    return lines.map((line) => mirrored(line, day));
  });
}

function movedLines(
  evidence: Evidence,
  item: Item,
  deed: Extract<Deed, { kind: 'move' }>,
  event: Event,
): Line[] {
  const { books, raw } = evidence;
  const { minor, quantity } = openOf(books, item);
  const there = { ...item, job: deed.toJobId, jobTask: deed.toJobTaskId };
  const moved = { ...event, kind: kind.moved };
  const { job, jobTask, on } = there;
  const worth =
    item.kind === 'cost'
      ? [worthOfCost(item.quantityThousandths, item.unitPriceMinor)]
      : worths(evidence, { job, jobTask, staff: item.staff!, on }, quantity, 0n);
  const possible = item.billable ? withExclusion(evidence, job, worth) : [0n];
  const difference = chosen(raw, [item.id, kind.revalued], possible, minor) - minor;
  return [
    lineOn(item, moved, account.moved, { minor: -minor, quantity: -quantity }),
    lineOn(there, moved, account.moved, { minor, quantity }),
    ...revaluation(there, event, difference),
  ];
}

function revaluation(item: Item, event: Event, minor: bigint): Line[] {
  return minor === 0n
    ? []
    : [lineOn(item, { ...event, kind: kind.revalued }, account.revalued, { minor, quantity: 0 })];
}

/** Billable time of which nothing was settled, on listed jobs that accrue WIP. */
export function revaluable(
  books: Books,
  jobIds: readonly number[],
  told: Pick<Told, 'began' | 'ended'>,
): Item[] {
  const jobs = jobIds.filter(
    (job) => books.listed.has(job) && excludedDuring(books.facts, job, told).includes(false),
  );
  const settling: readonly number[] = [kind.billed, kind.off, kind.on];
  return openItems(books, jobs).filter((item) => {
    if (books.documents.held.has(item.id)) return false;
    if (item.kind !== 'time' || !item.billable || openOf(books, item).quantity !== item.billableMinutes)
      return false;
    return !standingOn(books, item.id).some((lines) => settling.includes(lines[0]!.kind));
  });
}

function revaluedLines(evidence: Evidence, item: Item, event: Event): Line[] {
  const { documents, facts } = evidence.books;
  const mayBeLeftOut =
    documents.maybeHeld.has(item.id) ||
    documents.maybeHeldJobs.has(item.job) ||
    excludedDuring(facts, item.job, evidence.told).includes(true);
  if (mayBeLeftOut && !evidence.raw.some((line) => line.item === item.id)) return [];
  const { minor, quantity } = openOf(evidence.books, item);
  const { job, on } = item;
  const possible = worths(evidence, { job, jobTask: item.jobTask!, staff: item.staff!, on }, quantity, minor);
  return revaluation(item, event, chosen(evidence.raw, [item.id, kind.revalued], possible, minor) - minor);
}
