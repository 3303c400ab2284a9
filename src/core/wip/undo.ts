// Undoing: every journal that still stands is mirrored. What was dated on or before a lock comes back on the first open
// day and points to what it reverses; history stays (docs/ledger-rules.md section 6).

import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import { reversalOf, type Journal, type PostedJournal } from '../ledger/journal.ts';

/** Nothing may be dated on or before these days; null: no lock. */
export type Locks = { readonly wipLockOn: CivilDate | null; readonly periodLockOn: CivilDate | null };

/** The later of the two locks: WIP lines respect both. */
export function lockedThrough(locks: Locks): CivilDate | null {
  if (locks.wipLockOn === null || locks.periodLockOn === null) return locks.wipLockOn ?? locks.periodLockOn;
  return locks.wipLockOn > locks.periodLockOn ? locks.wipLockOn : locks.periodLockOn;
}

export function isLocked(on: CivilDate, locks: Locks): boolean {
  const locked = lockedThrough(locks);
  return locked !== null && on <= locked;
}

/** The date itself where it is open, else the first open day. */
export function firstOpenDay(on: CivilDate, locks: Locks): CivilDate {
  const locked = lockedThrough(locks);
  return locked !== null && on <= locked ? addDays(locked, 1) : on;
}

/** The journals that undo others, newest first. */
export function undo(standing: readonly PostedJournal[], locks: Locks): Journal[] {
  return standing
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .map((journal) => reversalOf(journal, firstOpenDay(journal.effectiveOn, locks)));
}
