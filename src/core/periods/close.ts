// Which days a close is of and where it leaves the locks, and what taking it back does.

import { addDays, type CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Result } from '#core/refusal.ts';

export type LockDays = { readonly wipLockOn: CivilDate | null; readonly periodLockOn: CivilDate | null };

export type StandingClose = { readonly id: number; readonly endedOn: CivilDate };

export type PeriodFacts = {
  readonly today: CivilDate;
  /** The latest close that was not taken back. */
  readonly latest: StandingClose | null;
  /** The first day that anything is dated; null where the firm has no ledger yet. */
  readonly firstOn: CivilDate | null;
};

export type PeriodOfClose = { readonly beganOn: CivilDate; readonly endedOn: CivilDate };

/** A period begins where the last close ended, and the first one with the firm's first day. */
export function periodEnding(endedOn: CivilDate, facts: PeriodFacts): Result<PeriodOfClose> {
  const { today, latest, firstOn } = facts;
  const at = { field: 'end', value: endedOn };
  if (endedOn > today) {
    return refuse('futureDate', 'A period can be closed once its last day has come.', {
      ...at,
      accepted: `${today} or earlier`,
    });
  }
  if (latest !== null && endedOn <= latest.endedOn) {
    return refuse('wrongState', `The days up to ${latest.endedOn} are closed already.`, {
      ...at,
      accepted: `a day after ${latest.endedOn}`,
    });
  }
  if (latest !== null) return done({ beganOn: addDays(latest.endedOn, 1), endedOn });
  return done({ beganOn: firstOn !== null && firstOn < endedOn ? firstOn : endedOn, endedOn });
}

/** Both locks on the last day of the period, or where they are if that is later. */
export function locksAfterClose(before: LockDays, endedOn: CivilDate): LockDays {
  const later = (lock: CivilDate | null) => (lock !== null && lock > endedOn ? lock : endedOn);
  return { wipLockOn: later(before.wipLockOn), periodLockOn: later(before.periodLockOn) };
}

/** Only the latest close can be taken back: a later one begins with what it froze. */
export function mayReopen(close: StandingClose, latest: StandingClose | null, stands: boolean): Result<null> {
  if (!stands) {
    return refuse('wrongState', 'This close was taken back already.', { value: String(close.id) });
  }
  if (latest === null || latest.id === close.id) return done(null);
  return refuse('wrongState', `A later period is closed, up to ${latest.endedOn}; re-open that first.`, {
    value: String(close.id),
    accepted: `the close ${latest.id}`,
  });
}

/** Locks may not be moved to before the last closed day. */
export function locksKeepClose(locks: LockDays, latest: StandingClose | null): Result<null> {
  if (latest === null) return done(null);
  for (const [field, lock] of Object.entries(locks)) {
    if (lock !== null && lock >= latest.endedOn) continue;
    return refuse('wrongState', `The days up to ${latest.endedOn} are closed; re-open the period first.`, {
      field,
      ...(lock === null ? {} : { value: lock }),
      accepted: `${latest.endedOn} or later`,
    });
  }
  return done(null);
}
