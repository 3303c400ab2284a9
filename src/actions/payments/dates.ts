// The day that a payment, an allocation or a credit note is dated: not after the last day the firm allows, and not in a
// period that is closed. Money does not respect the WIP lock: it moves debtors and never WIP.

import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { refuse, type Refused } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs, readLocks } from '#store/ledger/items.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import type { Context } from '../context.ts';
import { dateRefusal, latestDate } from '../work-date.ts';

export type MoneyDates = {
  readonly today: CivilDate;
  readonly latestOn: CivilDate;
  readonly periodLockOn: CivilDate | null;
};

/** Read under the gate, so that the period stays open until the transaction ends; documents are held before. */
export async function readMoneyDates(tx: Tx, context: Context): Promise<MoneyDates> {
  await lockJobs(tx, []);
  const [settings, locks] = await Promise.all([readRecordingSettings(tx), readLocks(tx)]);
  const now = context.clock();
  return {
    today: today(now, settings.timeZone),
    latestOn: latestDate(settings, now),
    periodLockOn: locks.periodLockOn,
  };
}

export function moneyDateRefusal(dates: MoneyDates, on: CivilDate, field: string): Refused | null {
  const { periodLockOn, latestOn } = dates;
  return dateRefusal({ locks: { wipLockOn: null, periodLockOn }, latestOn }, on, field);
}

/** Nothing is paid before it is there. */
export function tooEarlyRefusal(on: CivilDate, earliestOn: CivilDate, field: string): Refused | null {
  if (on >= earliestOn) return null;
  return refuse(
    'invalidDate',
    `That is before ${earliestOn}, when both what pays and what is paid are there.`,
    {
      field,
      value: on,
      accepted: `a date from ${earliestOn}`,
    },
  );
}
