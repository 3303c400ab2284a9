// The day that work or a WIP event may be dated: not after the last day the firm allows, not absurdly long ago, and not
// on or before a lock.

import { addDays, civilDate, today, type CivilDate } from '#core/calendar/civil-date.ts';
import { refuse, type Refused } from '#core/refusal.ts';
import { isLocked, lockedThrough, type Locks } from '#core/wip/undo.ts';
import type { InvoiceBasis } from '#store/billing/invoices.ts';
import type { RecordingSettings } from '#store/work/settings.ts';

const earliestOn = civilDate('1990-01-01');

/** What binds a document: a miscellaneous one does nothing to WIP, so that only the lock of the period concerns it. */
export function locksOfDocument({ basis }: { readonly basis: InvoiceBasis }, locks: Locks): Locks {
  return basis === 'miscellaneous' ? { ...locks, wipLockOn: null } : locks;
}

export type DateRules = { readonly locks: Locks; readonly latestOn: CivilDate };

/** The last day that anything may be dated: today in the firm's time zone, and as many days on as the firm plans. */
export function latestDate(settings: RecordingSettings, now: string): CivilDate {
  return addDays(today(now, settings.timeZone), settings.futureDaysMax);
}

export function dateRefusal(rules: DateRules, on: CivilDate, field: string): Refused | null {
  const at = { field, value: on };
  if (on > rules.latestOn) {
    return refuse('futureDate', `Nothing can be dated after ${rules.latestOn}.`, {
      ...at,
      accepted: `a date up to ${rules.latestOn}`,
    });
  }
  if (on < earliestOn) {
    return refuse('dateTooOld', `${on} is too long ago to be meant.`, {
      ...at,
      accepted: `a date from ${earliestOn}`,
    });
  }
  if (!isLocked(on, rules.locks)) return null;
  const locked = lockedThrough(rules.locks);
  const isOfPeriod = rules.locks.wipLockOn === null;
  const detail = isOfPeriod
    ? `The period up to and including ${locked} is closed.`
    : `WIP is locked up to and including ${locked}.`;
  return refuse('lockedDate', detail, { ...at, accepted: `a date after ${locked}` });
}
