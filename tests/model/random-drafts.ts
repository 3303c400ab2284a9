// Random books and random drafts on them: of every basis and type, with and without mistakes.

import fc from 'fast-check';
import { civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import type {
  BookItem,
  BookJob,
  Draft,
  InvoiceBasis,
  ItemDecision,
  JobOnDraft,
  TypedLine,
} from '#core/billing/draft.ts';

export type Case = { readonly draft: Draft; readonly book: readonly BookJob[] };

const invoicedOn = civilDate('2026-03-31');
const day = (number: number): CivilDate => civilDate(`2026-03-${String(number).padStart(2, '0')}`);

type Dice = {
  next: (below: number) => number;
  chance: (of100: number) => boolean;
  minor: (below: number) => bigint;
};

function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
  return { next, chance: (of100) => next(100) < of100, minor: (below) => BigInt(next(below)) };
}

/** A case follows from its seed and how large and how careless it may be. */
export const anyCase = (basis: InvoiceBasis) =>
  fc
    .record({
      seed: fc.integer({ min: 1, max: 2 ** 31 }),
      jobs: fc.integer({ min: 1, max: 2 }),
      items: fc.integer({ min: 0, max: 7 }),
      mistakes: fc.constantFrom(0, 0, 0, 4),
    })
    .map(({ seed, jobs, items, mistakes }) => caseOf(basis, diceOf(seed), { jobs, items, mistakes }));

type Size = { readonly jobs: number; readonly items: number; readonly mistakes: number };

function caseOf(basis: InvoiceBasis, dice: Dice, { jobs, items, mistakes }: Size): Case {
  const type = dice.chance(50) && basis !== 'deposit' ? 'final' : 'progress';
  const excess = dice.chance(20) && basis === 'actual' ? 'keepAsCredit' : 'writeOn';
  const isFixed = dice.chance(40) && (basis === 'actual' || (basis === 'quoted' && type === 'final'));
  const count = isFixed && (excess === 'keepAsCredit' || basis === 'quoted') ? 1 : jobs;
  const book = Array.from({ length: basis === 'miscellaneous' ? 0 : count }, (_, place) =>
    jobOf(dice, place + 1, items, basis),
  );
  const cutOffOn = day(20 + dice.next(11));
  const draft: Draft = {
    type,
    basis,
    currency: 'NZD',
    invoicedOn,
    cutOffOn,
    fixedTotalMinor: isFixed ? dice.minor(200_000) : null,
    jobs: book.map((job) => onDraft(dice, job, { basis, type, excess, cutOffOn, mistakes, isFixed })),
    lines: basis === 'miscellaneous' ? [typedOf(dice, null), typedOf(dice, null)] : [],
  };
  return { draft, book };
}

function jobOf(dice: Dice, jobId: number, most: number, basis: InvoiceBasis): BookJob {
  const items = Array.from({ length: dice.next(most + 1) }, (_, place) =>
    itemOf(dice, jobId, place),
  ).toSorted((a, b) =>
    a.originOn < b.originOn ? -1 : a.originOn > b.originOn ? 1 : Number(a.itemId - b.itemId),
  );
  const quoted = basis === 'quoted' || dice.chance(30);
  const quote = {
    quoteId: jobId,
    label: `Q-${jobId}`,
    totalMinor: 500_000n,
    uninvoicedMinor: 500_000n,
    lines: [1, 2, 3].map((place) => ({
      quoteLineId: jobId * 10 + place,
      kind: 'task' as const,
      description: `Part ${place}`,
      jobTaskId: null,
      amountMinor: 150_000n,
      claimedMinor: 0n,
    })),
  };
  return {
    jobId,
    number: `J${jobId}`,
    name: `Job ${jobId}`,
    netWipMinor: items.reduce((sum, item) => sum + item.openMinor, 0n),
    items,
    jobTaskNames: new Map([
      [1, 'Design'],
      [2, 'Drawing'],
    ]),
    quote: quoted ? quote : null,
  };
}

function itemOf(dice: Dice, jobId: number, place: number): BookItem {
  const kind = (['time', 'time', 'time', 'cost', 'cost', 'interim'] as const)[dice.next(6)]!;
  const isFree = kind !== 'interim' && dice.chance(20);
  const isCredit = kind === 'cost' && !isFree && dice.chance(10);
  const quantity =
    kind === 'interim' ? 0 : kind === 'time' ? 6 * (1 + dice.next(80)) : 1000 * (1 + dice.next(5));
  const minor = 1n + dice.minor(60_000);
  const openMinor = kind === 'interim' ? -minor : isFree ? 0n : isCredit ? -minor : minor;
  return {
    jobId,
    itemId: BigInt(jobId * 100 + place),
    kind,
    originOn: day(1 + dice.next(31)),
    openMinor,
    openQuantity: isCredit ? -quantity : quantity,
    jobTaskId: kind === 'time' ? 1 + dice.next(2) : null,
    staffId: kind === 'time' ? 1 : null,
    billable: !isFree,
    priceMinor: kind === 'interim' ? 0n : 100n + dice.minor(20_000),
    description: `${kind} ${place}`,
    onDraft: null,
  };
}

type Terms = {
  readonly basis: InvoiceBasis;
  readonly type: Draft['type'];
  readonly excess: JobOnDraft['excess'];
  readonly cutOffOn: CivilDate;
  /** In a hundred. */
  readonly mistakes: number;
  readonly isFixed: boolean;
};

function onDraft(dice: Dice, job: BookJob, terms: Terms): JobOnDraft {
  const { basis, type, excess, mistakes } = terms;
  const work = job.items.filter((item) => item.kind !== 'interim');
  const interims = job.items.filter((item) => item.kind === 'interim');
  const offered = work.filter((item) => item.originOn <= terms.cutOffOn || dice.chance(mistakes));
  const decided = offered.filter(() => dice.chance(70));
  const covered = basis === 'actual' ? decided.filter((item) => item.kind === 'time' && dice.chance(10)) : [];
  const decisions = decided
    .filter((item) => !covered.includes(item))
    .map((item) => decisionOf(dice, item, terms));
  const absorbs = basis === 'actual' || (basis === 'quoted' && type === 'final');
  const typed = basis === 'actual' && dice.chance(20) ? [typedOf(dice, [])] : [];
  if (covered.length > 0)
    typed.push(
      typedOf(
        dice,
        covered.map((item) => item.itemId),
      ),
    );
  return {
    jobId: job.jobId,
    decisions: decisionsFor(basis, type, decisions, job),
    absorb: absorbs
      ? interims.filter(() => dice.chance(60)).map((item) => absorptionOf(dice, item, mistakes))
      : [],
    typed,
    claims: basis === 'quoted' ? claimsOf(dice, job) : [],
    deposit: basis === 'deposit' ? { description: 'Deposit', amountMinor: 1n + dice.minor(90_000) } : null,
    rest: dice.chance(40) ? 'writeOff' : 'carryForward',
    excess,
    retention:
      basis === 'actual' && dice.chance(15)
        ? { description: 'Held back', amountMinor: 1n + dice.minor(4000) }
        : null,
  };
}

/** From a quote only costs that were added are decided on while work goes on, and nothing at the end. */
function decisionsFor(
  basis: InvoiceBasis,
  type: Draft['type'],
  all: ItemDecision[],
  job: BookJob,
): ItemDecision[] {
  if (basis === 'actual') return all;
  if (basis !== 'quoted' || type === 'final') return [];
  const costs = new Set(job.items.filter((item) => item.kind === 'cost').map((item) => item.itemId));
  return all.filter(({ itemId, treatment }) => costs.has(itemId) && treatment === 'bill');
}

function decisionOf(dice: Dice, item: BookItem, { isFixed, basis }: Terms): ItemDecision {
  const plain = { itemId: item.itemId, quantity: null, amountMinor: null, rest: null };
  const isCredit = item.openMinor < 0n;
  if (item.billable && basis === 'actual' && dice.chance(15)) return { ...plain, treatment: 'writeOff' };
  if (item.billable && basis === 'actual' && dice.chance(15)) return { ...plain, treatment: 'carryForward' };
  const bill = { ...plain, treatment: 'bill' as const };
  if (isCredit || isFixed || dice.chance(60)) return bill;
  const rest = ([null, null, 'writeOff', 'carryForward'] as const)[dice.next(4)]!;
  const quantity = item.kind === 'time' ? 6 * (1 + dice.next(100)) : 500 * (1 + dice.next(12));
  if (dice.chance(50)) return { ...bill, quantity, rest };
  return { ...bill, amountMinor: dice.minor(70_000), rest };
}

function absorptionOf(dice: Dice, item: BookItem, mistakes: number) {
  const part = dice.chance(25) ? 1n + dice.minor(Number(-item.openMinor)) : null;
  return { itemId: item.itemId, amountMinor: dice.chance(mistakes) ? -item.openMinor + 1n : part };
}

function typedOf(dice: Dice, covers: readonly bigint[] | null): TypedLine {
  return {
    kind: dice.chance(50) ? 'task' : 'cost',
    jobTaskId: null,
    description: 'Typed',
    minutes: null,
    ratePerHourMinor: null,
    quantityThousandths: null,
    unitPriceMinor: null,
    amountMinor: 1n + dice.minor(50_000),
    covers,
  };
}

function claimsOf(dice: Dice, job: BookJob) {
  const lines = job.quote?.lines ?? [];
  return lines
    .filter((_, place) => place === 0 || dice.chance(50))
    .map((line) => ({ quoteLineId: line.quoteLineId, amountMinor: 1n + dice.minor(100_000) }));
}
