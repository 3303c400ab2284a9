// Moving unbilled work to another job or task: the value leaves one and arrives at the other through their own
// `transferred` accounts, and where the target's rate makes it worth something else, the difference is revalued there
// (docs/ledger-rules.md section 6).

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Cause, Journal } from '../ledger/journal.ts';
import { putIn, takeOut, type OpenItem } from './lines.ts';

export type Target = {
  readonly jobId: number;
  readonly jobTaskId: number | null;
  /** What the item is worth there, minor units, by the rate resolved on the target. */
  readonly worthMinor: bigint;
};

/** The journals that move an item: what is open of it leaves, arrives, and is brought to its worth there. */
export function move(item: OpenItem, target: Target, on: CivilDate, cause: Cause): Journal[] {
  const there: OpenItem = { ...item, jobId: target.jobId, jobTaskId: target.jobTaskId };
  const transferred: Journal = {
    kind: 'transferred',
    effectiveOn: on,
    cause,
    reverses: null,
    lines: [
      takeOut(item, 'transferred', item.openMinor, item.openQuantity),
      putIn(there, 'transferred', item.openMinor, item.openQuantity),
    ],
  };
  return [transferred, ...revalue(there, target.worthMinor, on, cause)];
}

/** Brings an open item to another worth; nothing to post where it is worth that already. */
export function revalue(item: OpenItem, worthMinor: bigint, on: CivilDate, cause: Cause): Journal[] {
  const difference = worthMinor - item.openMinor;
  if (difference === 0n) return [];
  const line =
    difference > 0n ? putIn(item, 'revalued', difference, 0) : takeOut(item, 'revalued', -difference, 0);
  return [{ kind: 'revalued', effectiveOn: on, cause, reverses: null, lines: [line] }];
}
