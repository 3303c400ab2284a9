// The auditor's books of one firm: every entry with what is open of it, every journal that stands, every action, the
// accounts of every job. They are kept from acknowledged deeds and from raw lines that were found right.

import type { SimFirm } from '../practice.ts';
import { accountsMax, effectOf, type Entry, type RawLine } from './lines.ts';
import { noDocumentBooks, type Documents } from './documents.ts';
import { factsOf, type Facts } from './facts.ts';

export type Item = Entry & {
  minutes: number;
  billableMinutes: number;
  billable: boolean;
  quantityThousandths: number;
  unitPriceMinor: bigint;
  actual: boolean;
  /** What an hour of time is worth where it is worth anything. */
  perHourMinor: bigint;
  version: number;
  deleted: boolean;
};

export type Open = { minor: bigint; quantity: number };

export type Action = { kind: string; on: string; journals: readonly bigint[]; undone: boolean };

export type Books = {
  readonly firm: SimFirm;
  readonly facts: Facts;
  readonly items: Map<bigint, Item>;
  /** By `job/item`: an entry that was moved has stood on several jobs. */
  readonly open: Map<string, Open>;
  /** Journals that are not reversed, with their lines. */
  readonly standing: Map<bigint, readonly RawLine[]>;
  readonly actions: Map<number, Action>;
  readonly accounts: Map<number, bigint[]>;
  readonly listed: Set<number>;
  readonly documents: Documents;
  /** The newest day on which something was taken back of an item, later than it was of: between, it was not there. */
  readonly backOn: Map<string, string>;
  locksVersion: number;
  readonly jobVersions: Map<number, number>;
};

export function openBooks(firm: SimFirm): Books {
  return {
    firm,
    facts: factsOf(firm),
    items: new Map(),
    open: new Map(),
    standing: new Map(),
    actions: new Map(),
    accounts: new Map(firm.jobs.map(({ id }) => [id, Array.from({ length: accountsMax + 1 }, () => 0n)])),
    listed: new Set(),
    documents: noDocumentBooks(),
    backOn: new Map(),
    locksVersion: 1,
    jobVersions: new Map(firm.jobs.map(({ id }) => [id, 1])),
  };
}

export const openKey = (job: number, item: bigint): string => `${job}/${item}`;

export function openOf(books: Books, item: Item): Open {
  return books.open.get(openKey(item.job, item.id)) ?? { minor: 0n, quantity: 0 };
}

export const isOpen = ({ minor, quantity }: Open): boolean => minor !== 0n || quantity !== 0;

/** Entries and interims with something open on jobs, by job, date and id. */
export function openItems(books: Books, jobs: readonly number[]): Item[] {
  return [...books.items.values()]
    .filter((item) => jobs.includes(item.job) && isOpen(openOf(books, item)))
    .toSorted((a, b) => a.job - b.job || (a.on < b.on ? -1 : a.on > b.on ? 1 : Number(a.id - b.id)));
}

/** The journals on an item that stand, oldest first. */
export function standingOn(books: Books, item: bigint): (readonly RawLine[])[] {
  return [...books.standing.values()]
    .filter((lines) => lines.some((line) => line.item === item))
    .toSorted((a, b) => Number(a[0]!.journal - b[0]!.journal));
}

/** On which side an item stands: interims and suppliers' credits are in credit. */
export function sideOf(item: Item): 1n | -1n {
  return item.kind === 'interim' || (item.kind === 'cost' && item.quantityThousandths < 0) ? -1n : 1n;
}

function noteBack(books: Books, reversed: bigint, reversal: readonly RawLine[]): void {
  const [before] = books.standing.get(reversed) ?? [];
  for (const { item, job, on } of reversal) {
    if (item === null || before === undefined || on <= before.on) continue;
    const key = openKey(job, item);
    if ((books.backOn.get(key) ?? '') < on) books.backOn.set(key, on);
  }
}

/**
 * Whether something stands of one of the items that is of a later day, or was taken back of it on one, on a job on which any of
 * them is now: where an entry was before it was put in anew elsewhere does not matter.
 */
export function isAnyLater(books: Books, ids: Iterable<bigint>, on: string): boolean {
  const items = [...ids];
  const jobs = new Set(items.map((id) => books.items.get(id)!.job));
  const isLater = (id: bigint) =>
    [...jobs].some((job) => (books.backOn.get(openKey(job, id)) ?? '') > on) ||
    standingOn(books, id).some(
      (lines) => lines[0]!.on > on && lines.some((line) => line.item === id && jobs.has(line.job)),
    );
  return items.some(isLater);
}

/** Enters lines that were found right. */
export function enter(books: Books, lines: readonly RawLine[]): void {
  for (const [journal, own] of Map.groupBy(lines, (line) => line.journal)) {
    const { reverses } = own[0]!;
    if (reverses === null) books.standing.set(journal, own);
    else noteBack(books, reverses, own);
    if (reverses !== null && !books.standing.delete(reverses))
      throw new Error(`journal ${journal} reverses ${reverses}, which does not stand`);
  }
  for (const line of lines) {
    const accounts = books.accounts.get(line.job)!;
    accounts[line.debit]! += line.amount;
    accounts[line.credit]! -= line.amount;
    // What is only of a quote lists nothing.
    if (line.debit < 11) books.listed.add(line.job);
    if (line.item === null) continue;
    const key = openKey(line.job, line.item);
    const open = books.open.get(key) ?? { minor: 0n, quantity: 0 };
    const change = effectOf(line);
    books.open.set(key, { minor: open.minor + change.minor, quantity: open.quantity + change.quantity });
  }
}
