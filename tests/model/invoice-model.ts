// What an invoice must come to, by the rules and nothing else (docs/ledger-rules.md sections 4 and 5): a slow, plain
// second telling of the trade, to hold the composer against. It shares types with the program and no code. It answers
// `refused` where the rules refuse, and otherwise what becomes of each item and each job.

import type {
  BookItem,
  BookJob,
  Draft,
  InvoiceType,
  ItemDecision,
  JobOnDraft,
  TypedLine,
} from '#core/billing/draft.ts';
import { roundHalfUp, share, sumOf } from './arithmetic.ts';

export type Fate = {
  billed: bigint;
  writtenOn: bigint;
  writtenOff: bigint;
  /** What stays open. */
  left: bigint;
  leftQuantity: number;
};

export type JobFate = { raised: bigint; absorbed: bigint; quoteInvoiced: bigint; unallocated: bigint };

export type Expected = {
  readonly total: bigint;
  readonly savedAs: InvoiceType;
  readonly items: ReadonlyMap<bigint, Fate>;
  readonly jobs: ReadonlyMap<number, JobFate>;
};

/** An item on its way onto the invoice. */
type Taken = {
  item: BookItem;
  job: JobOnDraft;
  billed: bigint;
  isSet: boolean;
  carriesRest: boolean;
  quantity: number;
};

export class Refusal extends Error {}

export function expectedOf(draft: Draft, book: readonly BookJob[]): Expected | 'refused' {
  try {
    return new Telling(draft, book).tell();
  } catch (error) {
    if (error instanceof Refusal) return 'refused';
    throw error;
  }
}

function refuseIf(condition: boolean, why: string): void {
  if (condition) throw new Refusal(why);
}

class Telling {
  readonly draft: Draft;
  readonly books: Map<number, BookJob>;
  readonly taken: Taken[] = [];
  readonly fates = new Map<bigint, Fate>();
  readonly jobs = new Map<number, JobFate>();
  isFinal: boolean;
  /** Of typed lines that cover only entries of no value. */
  coveringNothing = 0n;

  constructor(draft: Draft, book: readonly BookJob[]) {
    this.draft = draft;
    this.books = new Map(book.map((job) => [job.jobId, job]));
    this.isFinal = draft.type === 'final';
    for (const { jobId, items } of book) {
      this.jobs.set(jobId, { raised: 0n, absorbed: 0n, quoteInvoiced: 0n, unallocated: 0n });
      for (const item of items) {
        const open = { billed: 0n, writtenOn: 0n, writtenOff: 0n };
        this.fates.set(item.itemId, { ...open, left: item.openMinor, leftQuantity: item.openQuantity });
      }
    }
  }

  tell(): Expected {
    const { basis } = this.draft;
    if (basis === 'miscellaneous') return this.done(sumOf(this.draft.lines.map((line) => line.amountMinor)));
    for (const job of this.draft.jobs) this.checkItems(job);
    if (basis === 'deposit') return this.deposit();
    if (basis === 'actual') return this.actual();
    return this.isFinal ? this.finalQuoted() : this.progressQuoted();
  }

  done(total: bigint): Expected {
    refuseIf(total < 0n, 'below zero');
    const savedAs = this.isFinal ? 'final' : 'progress';
    return { total, savedAs, items: this.fates, jobs: this.jobs };
  }

  itemOf(job: JobOnDraft, itemId: bigint): BookItem | undefined {
    return this.books.get(job.jobId)!.items.find((item) => item.itemId === itemId);
  }

  offered(job: JobOnDraft): BookItem[] {
    return this.books
      .get(job.jobId)!
      .items.filter((item) => item.kind !== 'interim' && item.originOn <= this.draft.cutOffOn);
  }

  /** What is named must be there, once, free, offered, and not younger than the invoice. */
  checkItems(job: JobOnDraft): void {
    const taking = job.decisions.filter(({ treatment }) => treatment !== 'carryForward');
    const named = [
      ...job.decisions.map(({ itemId }) => itemId),
      ...job.absorb.map(({ itemId }) => itemId),
      ...job.typed.flatMap(({ covers }) => covers ?? []),
    ];
    refuseIf(new Set(named).size !== named.length, 'named twice');
    for (const itemId of named) refuseIf(this.itemOf(job, itemId) === undefined, 'not open');
    const touched = [
      ...taking.map(({ itemId }) => itemId),
      ...job.typed.flatMap(({ covers }) => covers ?? []),
    ];
    for (const itemId of touched) {
      const item = this.itemOf(job, itemId)!;
      refuseIf(item.kind === 'interim', 'an interim is absorbed');
      refuseIf(item.originOn > this.draft.cutOffOn, 'after the cut-off');
      refuseIf(item.originOn > this.draft.invoicedOn, 'before the work');
      refuseIf(item.onDraft !== null, 'on a draft');
    }
    for (const { itemId, amountMinor } of job.absorb) {
      const item = this.itemOf(job, itemId)!;
      refuseIf(item.kind !== 'interim' || item.onDraft !== null, 'no free interim');
      refuseIf(item.originOn > this.draft.invoicedOn, 'before the interim');
      refuseIf(amountMinor !== null && (amountMinor <= 0n || amountMinor > -item.openMinor), 'not that much');
    }
  }

  /** A final invoice that leaves billable work open on purpose is a progress invoice, and all of its rows are. */
  staysFinal(): boolean {
    if (this.draft.type !== 'final') return false;
    return this.draft.jobs.every((job) => {
      if (job.retention !== null) return false;
      const covered = new Set(job.typed.flatMap(({ covers }) => covers ?? []));
      return this.offered(job).every((item) => {
        const decision = job.decisions.find(({ itemId }) => itemId === item.itemId);
        if (decision?.treatment === 'carryForward') return false;
        if (decision !== undefined) return !this.carriesPart(item, decision);
        return covered.has(item.itemId) || isNothing(item) || job.rest === 'writeOff';
      });
    });
  }

  carriesPart(item: BookItem, { treatment, rest, amountMinor, quantity }: ItemDecision): boolean {
    if (treatment !== 'bill' || rest !== 'carryForward') return false;
    const leavesUnits = item.openMinor === 0n && quantity !== null && quantity < item.openQuantity;
    return leavesUnits || (amountMinor ?? worthOf(item, quantity)) < item.openMinor;
  }

  actual(): Expected {
    this.isFinal = this.staysFinal();
    for (const job of this.draft.jobs) {
      for (const decision of job.decisions) this.decide(job, decision);
      for (const line of job.typed) if ((line.covers ?? []).length > 0) this.cover(job, line);
    }
    const absorbed = this.absorb();
    const retained = sumOf(this.draft.jobs.map((job) => job.retention?.amountMinor ?? 0n));
    const standing = this.standingTyped();
    if (this.draft.fixedTotalMinor !== null)
      this.meet(this.draft.fixedTotalMinor + absorbed + retained - standing);
    const billed = sumOf(this.taken.map((one) => one.billed));
    const loose = this.loose();
    for (const one of this.taken) this.settle(one);
    this.keepAsCredit();
    for (const job of this.draft.jobs) this.undecided(job);
    for (const job of this.draft.jobs) this.retain(job);
    for (const job of this.draft.jobs) this.closeNonBillable(job);
    return this.done(billed + loose - absorbed - retained);
  }

  /** What typed lines that cover nothing put on, by job; they stand as they were typed. */
  standingTyped(): bigint {
    let sum = this.coveringNothing;
    for (const job of this.draft.jobs) {
      for (const line of job.typed) {
        if ((line.covers ?? []).length > 0) continue;
        this.jobs.get(job.jobId)!.unallocated += line.amountMinor;
        sum += line.amountMinor;
      }
    }
    return sum;
  }

  loose(): bigint {
    return sumOf([...this.jobs.values()].map((job) => job.unallocated + job.raised));
  }

  decide(job: JobOnDraft, decision: ItemDecision): void {
    const item = this.itemOf(job, decision.itemId)!;
    const fate = this.fates.get(item.itemId)!;
    if (decision.treatment === 'writeOff') {
      Object.assign(fate, { writtenOff: item.openMinor, left: 0n, leftQuantity: 0 });
      return;
    }
    if (decision.treatment === 'carryForward') return;
    const isSet = decision.amountMinor !== null || decision.quantity !== null;
    const billed = decision.amountMinor ?? worthOf(item, decision.quantity);
    const quantity = decision.quantity ?? proportional(item, billed);
    const rest = decision.rest ?? (item.kind === 'cost' && !this.isFinal ? 'carryForward' : 'writeOff');
    const leavesUnits = item.openMinor === 0n && quantity < item.openQuantity;
    const carriesRest = isSet && rest === 'carryForward' && (billed < item.openMinor || leavesUnits);
    this.taken.push({ item, job, billed, isSet, carriesRest, quantity });
  }

  cover(job: JobOnDraft, line: TypedLine): void {
    const items = line.covers!.map((itemId) => this.itemOf(job, itemId)!);
    const { parts, unallocated } = spreadOver(items, line.amountMinor);
    for (const [index, item] of items.entries()) {
      const billed = parts[index]!;
      this.taken.push({ item, job, billed, isSet: true, carriesRest: false, quantity: item.openQuantity });
    }
    this.jobs.get(job.jobId)!.unallocated += unallocated;
    this.coveringNothing += unallocated;
  }

  absorb(): bigint {
    let sum = 0n;
    for (const job of this.draft.jobs) {
      for (const { itemId, amountMinor } of job.absorb) {
        const fate = this.fates.get(itemId)!;
        const amount = amountMinor ?? -fate.left;
        fate.left += amount;
        this.jobs.get(job.jobId)!.absorbed += amount;
        sum += amount;
      }
    }
    return sum;
  }

  /** Brings what is not set by hand to what is left of the fixed total. */
  meet(value: bigint): void {
    const free = this.taken.filter((one) => !one.isSet);
    const rest = value - sumOf(this.taken.filter((one) => one.isSet).map((one) => one.billed));
    refuseIf(rest < 0n, 'set by hand beyond the total');
    const first = this.draft.jobs[0]!;
    const open = sumOf(free.map((one) => one.item.openMinor));
    if (first.excess === 'keepAsCredit' && rest > open) {
      for (const one of free) one.billed = one.item.openMinor;
      this.jobs.get(first.jobId)!.raised += rest - open;
      return;
    }
    const { parts, unallocated } = spreadOver(
      free.map((one) => one.item),
      rest,
    );
    for (const [index, one] of free.entries()) one.billed = parts[index]!;
    this.jobs.get(first.jobId)!.unallocated += unallocated;
  }

  settle({ item, billed, carriesRest, quantity }: Taken): void {
    const fate = this.fates.get(item.itemId)!;
    fate.billed = billed;
    if (carriesRest) {
      fate.writtenOn = billed > item.openMinor ? billed - item.openMinor : 0n;
      fate.left = item.openMinor + fate.writtenOn - billed;
      fate.leftQuantity = item.openQuantity - quantity;
      return;
    }
    const difference = billed - item.openMinor;
    const isCredit = item.openMinor < 0n || item.openQuantity < 0;
    if (difference > 0n !== isCredit) fate.writtenOn = difference;
    else fate.writtenOff = -difference;
    fate.left = 0n;
    fate.leftQuantity = 0;
  }

  /** Row 17: what would be written on for a job becomes an interim. */
  keepAsCredit(): void {
    for (const job of this.draft.jobs.filter(({ excess }) => excess === 'keepAsCredit')) {
      const own = this.jobs.get(job.jobId)!;
      own.raised += own.unallocated;
      own.unallocated = 0n;
      for (const { item } of this.taken.filter((one) => one.job === job)) {
        const fate = this.fates.get(item.itemId)!;
        // A supplier's credit that was worth nothing reduces the invoice; nothing of that is an excess.
        if (fate.writtenOn < 0n) continue;
        own.raised += fate.writtenOn;
        fate.billed -= fate.writtenOn;
        fate.writtenOn = 0n;
      }
    }
  }

  undecided(job: JobOnDraft): void {
    const decided = new Set([
      ...job.decisions.map(({ itemId }) => itemId),
      ...job.typed.flatMap(({ covers }) => covers ?? []),
    ]);
    if (this.draft.type !== 'final' || job.rest !== 'writeOff') return;
    for (const item of this.offered(job)) {
      if (decided.has(item.itemId)) continue;
      const fate = this.fates.get(item.itemId)!;
      if (isNothing(item)) continue;
      Object.assign(fate, { writtenOff: item.openMinor, left: 0n, leftQuantity: 0 });
    }
  }

  /** Row 3: closed by an invoice that is final in the end; one that was saved as progress leaves it. */
  closeNonBillable(job: JobOnDraft): void {
    if (!this.isFinal) return;
    const decided = new Set(job.decisions.map(({ itemId }) => itemId));
    for (const item of this.offered(job)) {
      if (isNothing(item) && !decided.has(item.itemId)) this.fates.get(item.itemId)!.leftQuantity = 0;
    }
  }

  /** What is held back stays open, in proportion to what is billed. */
  retain(job: JobOnDraft): void {
    const held = job.retention?.amountMinor ?? 0n;
    if (held === 0n) return;
    const own = this.taken.filter((one) => one.job === job).toSorted((a, b) => byDateThenId(a.item, b.item));
    const fates = own.map((one) => this.fates.get(one.item.itemId)!);
    const carrying = fates.map((fate) => (fate.billed > 0n ? fate.billed : 0n));
    refuseIf(sumOf(carrying) < held, 'more than is billed');
    for (const [index, part] of share(held, carrying).entries()) {
      fates[index]!.billed -= part;
      fates[index]!.left += part;
    }
  }

  deposit(): Expected {
    let total = 0n;
    for (const job of this.draft.jobs) {
      const held = job.retention?.amountMinor ?? 0n;
      const amount = (job.deposit?.amountMinor ?? 0n) - held;
      refuseIf(held > 0n && amount < 0n, 'more than is billed');
      const own = this.jobs.get(job.jobId)!;
      own.raised += amount;
      if (this.books.get(job.jobId)!.quote !== null) own.quoteInvoiced += amount;
      total += amount;
    }
    return this.done(total);
  }

  progressQuoted(): Expected {
    let total = 0n;
    for (const job of this.draft.jobs) {
      const claimed = sumOf(job.claims.map((claim) => claim.amountMinor));
      const own = this.jobs.get(job.jobId)!;
      own.raised += claimed;
      own.quoteInvoiced += claimed;
      for (const decision of job.decisions) {
        refuseIf(decision.rest === 'writeOff', 'a progress invoice by the quote writes nothing off');
        this.decide(job, decision);
      }
      total += claimed;
    }
    for (const one of this.taken) this.settle(one);
    return this.done(total + sumOf(this.taken.map((one) => one.billed)));
  }

  finalQuoted(): Expected {
    const absorbed = this.absorb();
    const claimed = sumOf(this.draft.jobs.flatMap((job) => job.claims.map((claim) => claim.amountMinor)));
    const total = this.draft.fixedTotalMinor ?? claimed - absorbed;
    refuseIf(total < 0n, 'below zero');
    if (this.draft.fixedTotalMinor !== null) this.close(this.draft.jobs, total + absorbed);
    else {
      for (const job of this.draft.jobs)
        this.close([job], sumOf(job.claims.map((claim) => claim.amountMinor)));
    }
    return this.done(total);
  }

  /** Closes everything that was offered on some jobs against a value. */
  close(jobs: readonly JobOnDraft[], value: bigint): void {
    const closing = jobs.flatMap((job) => this.offered(job).map((item) => ({ job, item })));
    for (const { item } of closing) refuseIf(item.originOn > this.draft.invoicedOn, 'before the work');
    const { parts, unallocated } = spreadOver(
      closing.map(({ item }) => item),
      value,
    );
    for (const [index, { job, item }] of closing.entries()) {
      const billed = parts[index]!;
      this.settle({ item, job, billed, isSet: false, carriesRest: false, quantity: item.openQuantity });
    }
    this.jobs.get(jobs[0]!.jobId)!.unallocated += unallocated;
  }
}

function isNothing(item: BookItem): boolean {
  return !item.billable && item.openMinor === 0n;
}

/** Rows 6, 7, 8, 11 and 12: what so much of an item is worth on the invoice. */
function worthOf(item: BookItem, quantity: number | null): bigint {
  if (quantity === null && item.openMinor !== 0n) return item.openMinor;
  const units = BigInt(quantity ?? item.openQuantity);
  // Of what is open without a quantity, so many units are worth what they are worth by themselves.
  if (item.openMinor === 0n || item.openQuantity === 0)
    return roundHalfUp(units * item.priceMinor, item.kind === 'time' ? 60n : 1000n);
  return roundHalfUp(item.openMinor * units, BigInt(item.openQuantity));
}

function proportional(item: BookItem, billed: bigint): number {
  if (item.openMinor === 0n || billed >= item.openMinor) return item.openQuantity;
  return Number((BigInt(item.openQuantity) * billed) / item.openMinor);
}

/** Section 5: what each item recognises of a value. */
export function spreadOver(
  items: readonly BookItem[],
  value: bigint,
): { parts: bigint[]; unallocated: bigint } {
  const order = items.map((_, index) => index).sort((a, b) => byDateThenId(items[a]!, items[b]!));
  const worth = (kind: string) =>
    sumOf(items.filter((item) => item.kind === kind).map((item) => item.openMinor));
  const difference = value - worth('time') - worth('cost');
  const parts = items.map((item) => item.openMinor);
  const carry = (kind: string, amount: bigint) => {
    const places = order.filter((index) => items[index]!.kind === kind && items[index]!.openMinor > 0n);
    const shares = share(
      amount,
      places.map((index) => items[index]!.openMinor),
    );
    for (const [at, index] of places.entries()) parts[index] = parts[index]! + shares[at]!;
  };
  if (worth('time') > 0n && worth('time') + difference >= 0n) {
    carry('time', difference);
    return { parts, unallocated: 0n };
  }
  if (items.some((item) => item.kind === 'cost' && item.openMinor > 0n)) {
    carry('time', -worth('time'));
    carry('cost', value - worth('cost'));
    return { parts, unallocated: 0n };
  }
  return { parts: items.map(() => 0n), unallocated: value };
}

function byDateThenId(a: BookItem, b: BookItem): number {
  if (a.originOn !== b.originOn) return a.originOn < b.originOn ? -1 : 1;
  return a.itemId < b.itemId ? -1 : 1;
}
