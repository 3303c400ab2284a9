// The ledger as arithmetic: what a set of lines makes of balances and open amounts. The store keeps the same sums in
// tables; these functions are what its tables, the verifier and the tests are held against.

import { isItemAccount, noBalances, type Account, type Balances } from './accounts.ts';
import type { Journal, Line } from './journal.ts';

/** Adds lines to the balances of one job, in place. */
export function applyLines(balances: Balances, lines: Iterable<Line>): Balances {
  for (const line of lines) {
    balances[line.debit] += line.amountMinor;
    balances[line.credit] -= line.amountMinor;
  }
  return balances;
}

/** The balances of every job that the journals touch. */
export function foldBalances(journals: Iterable<Journal>): Map<number, Balances> {
  const jobs = new Map<number, Balances>();
  for (const journal of journals) {
    for (const line of journal.lines) {
      let balances = jobs.get(line.jobId);
      if (balances === undefined) jobs.set(line.jobId, (balances = noBalances()));
      applyLines(balances, [line]);
    }
  }
  return jobs;
}

/** What is open of an item: debit-positive value in minor units (an interim's is negative) and quantity. */
export type Open = { amountMinor: bigint; quantity: number };

/** The change that a line makes to the open amount and quantity of its item. */
export function openChange(line: Line): Open {
  const sign = signOnItem(line.debit, line.credit);
  return { amountMinor: BigInt(sign) * line.amountMinor, quantity: sign * line.quantity };
}

function signOnItem(debit: Account, credit: Account): 1 | -1 | 0 {
  if (isItemAccount(debit) === isItemAccount(credit)) return 0;
  return isItemAccount(debit) ? 1 : -1;
}

/** The open amount and quantity of every item that the journals touch, per job: an item may stand in two after a move. */
export function foldItems(journals: Iterable<Journal>): Map<string, Open> {
  const items = new Map<string, Open>();
  for (const journal of journals) {
    for (const line of journal.lines) {
      if (line.itemId === null) continue;
      const key = itemKey(line.jobId, line.itemId);
      let open = items.get(key);
      if (open === undefined) items.set(key, (open = { amountMinor: 0n, quantity: 0 }));
      const change = openChange(line);
      open.amountMinor += change.amountMinor;
      open.quantity += change.quantity;
    }
  }
  return items;
}

export function itemKey(jobId: number, itemId: bigint): string {
  return `${jobId}/${itemId}`;
}
