// What stood on any day, as known at any moment, from raw lines alone.

import { account, accountsMax, cause, kind, type RawLine } from './lines.ts';

/** Null: any day, or whatever was recorded by now. */
export type At = { readonly day: string | null; readonly knownAt: string | null };

export type Then = {
  readonly accounts: bigint[];
  /** WIP by the months between that of the work and that of the day; the last stands for more. */
  readonly ages: bigint[];
  activityOn: string | null;
  billedOn: string | null;
};

/** What PostgreSQL writes of a moment, as one that can be compared. */
export function momentOf(text: string): bigint {
  return Temporal.Instant.from(text.replace(' ', 'T')).epochNanoseconds;
}

export function known(raw: readonly RawLine[], knownAt: string | null): readonly RawLine[] {
  if (knownAt === null) return raw;
  const until = momentOf(knownAt);
  return raw.filter(({ recordedAt }) => momentOf(recordedAt) <= until);
}

/** By job; ages are those of somebody who looks from a month. */
export function stoodAt(raw: readonly RawLine[], { day, knownAt }: At, seenFrom: string): Map<number, Then> {
  const jobs = new Map<number, Then>();
  for (const line of known(raw, knownAt)) {
    if (day !== null && line.on > day) continue;
    const then = jobs.get(line.job) ?? nothing();
    jobs.set(line.job, then);
    then.accounts[line.debit]! += line.amount;
    then.accounts[line.credit]! -= line.amount;
    then.ages[monthsBetween(line.origin, seenFrom)]! += wipOf(line);
    if (line.kind === kind.time || line.kind === kind.cost) then.activityOn = newer(then.activityOn, line.on);
    if ((line.kind === kind.billed || line.kind === kind.interim) && line.causeKind === cause.invoice)
      then.billedOn = newer(then.billedOn, line.on);
  }
  return jobs;
}

const nothing = (): Then => ({
  accounts: Array.from({ length: accountsMax + 1 }, () => 0n),
  ages: [0n, 0n, 0n, 0n],
  activityOn: null,
  billedOn: null,
});

const newer = (day: string | null, other: string): string => (day === null || other > day ? other : day);

function wipOf({ debit, credit, amount }: RawLine): bigint {
  const isWip = (code: number) => code === account.wipTime || code === account.wipCost;
  return (isWip(debit) ? amount : 0n) - (isWip(credit) ? amount : 0n);
}

function monthsBetween(origin: string, day: string): number {
  const [year = 0, month = 0] = origin.split('-').map(Number);
  const [thisYear = 0, thisMonth = 0] = day.split('-').map(Number);
  return Math.min(3, Math.max(0, (thisYear - year) * 12 + thisMonth - month));
}

/** Less interims. */
export function netOf({ accounts }: Then): bigint {
  return accounts[account.wipTime]! + accounts[account.wipCost]! + accounts[account.interim]!;
}

export function hasAnything({ accounts }: Then): boolean {
  const { wipTime, wipCost, interim, uninvoicedQuote } = account;
  return [wipTime, wipCost, interim, uninvoicedQuote].some((code) => accounts[code] !== 0n);
}

/** By how much lines change an account. */
export function changeOf(lines: readonly RawLine[], code: number): bigint {
  return lines.reduce(
    (sum, { debit, credit, amount }) =>
      sum + (debit === code ? amount : 0n) - (credit === code ? amount : 0n),
    0n,
  );
}

/** What left WIP: billed (interims count when they are absorbed), written off and written on. */
export type Left = { readonly billed: bigint; readonly off: bigint; readonly on: bigint };

export function leftOf(lines: readonly RawLine[]): Left {
  const work = lines.filter(({ debit, credit }) => debit !== account.interim && credit !== account.interim);
  return {
    billed: changeOf(work, account.billed),
    off: changeOf(lines, account.writtenOff),
    on: -changeOf(lines, account.writtenOn),
  };
}

/** The first line of the journal that a line stands under: its own, or the one that it takes back. */
export function standsUnder(raw: readonly RawLine[]): (line: RawLine) => RawLine {
  const first = new Map(raw.map((line) => [line.journal, line] as const));
  return (line) => (line.reverses === null ? line : first.get(line.reverses)!);
}

export function within(raw: readonly RawLine[], from: string, to: string): RawLine[] {
  return raw.filter(({ on }) => on >= from && on <= to);
}

export const sumOf = (amounts: Iterable<bigint>): bigint => {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
};
