// The ledger of a history while it is played: what is open of each item, so that an invoice bills what is there. It folds
// lines with the same arithmetic as the store and is thrown away at the end.

import { openChange } from '#core/ledger/fold.ts';
import type { Journal, Line } from '#core/ledger/journal.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import type { AuthoredJournal } from './history.ts';

type Open = { -readonly [Key in keyof OpenItem]: OpenItem[Key] };

export type Book = {
  /** Numbers journals and folds them in. */
  post(journals: readonly Journal[], actorId: number): AuthoredJournal[];
  /** What is open on a job, in the order in which it came. */
  openItems(jobId: number): OpenItem[];
  hasOpenItems(jobId: number): boolean;
  nextItemId(): bigint;
};

export function newBook(): Book {
  const jobs = new Map<number, Map<number, Open>>();
  let journals = 0n;
  let items = 0n;

  function fold(line: Line): void {
    if (line.itemId === null || line.itemKind === null) return;
    let open = jobs.get(line.jobId);
    if (open === undefined) jobs.set(line.jobId, (open = new Map()));
    // Numbers are far cheaper as keys, and no history has more items than they can count.
    const key = Number(line.itemId);
    let item = open.get(key);
    if (item === undefined) open.set(key, (item = itemOf(line)));
    const change = openChange(line);
    item.openMinor += change.amountMinor;
    item.openQuantity += change.quantity;
    if (item.openMinor === 0n && item.openQuantity === 0) open.delete(key);
    if (open.size === 0) jobs.delete(line.jobId);
  }

  return {
    post(decided, actorId) {
      for (const journal of decided) for (const line of journal.lines) fold(line);
      return decided.map((journal) => ({ ...journal, id: (journals += 1n), actorId }));
    },
    // Copies, because what was decided on must not move while it is being posted.
    openItems: (jobId) => [...(jobs.get(jobId)?.values() ?? [])].map((item) => ({ ...item })),
    hasOpenItems: (jobId) => jobs.has(jobId),
    nextItemId: () => (items += 1n),
  };
}

function itemOf(line: Line): Open {
  return {
    jobId: line.jobId,
    itemId: line.itemId!,
    kind: line.itemKind!,
    originOn: line.originOn,
    openMinor: 0n,
    openQuantity: 0,
    jobTaskId: line.jobTaskId,
    staffId: line.staffId,
  };
}
