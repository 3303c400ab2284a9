// How often a client is billed, and whether that makes a job due. A schedule is a row of days on which a period ends. A
// job is due at a cut-off when such a day has come, up to and including the cut-off, that its billing has not reached:
// the day lies after the cut-off of its last invoice. So a bill in the middle of a month takes nothing from the one at
// its end, and a run that is repeated finds nothing due.

import {
  addDays,
  addMonths,
  civilDate,
  daysBetween,
  lastDayOfMonth,
  monthOf,
  partsOf,
  type CivilDate,
} from '../calendar/civil-date.ts';

export const billingSchedules = ['none', 'monthly', 'fortnightly', 'quarterly', 'onCompletion'] as const;

export type BillingSchedule = (typeof billingSchedules)[number];

export type ScheduleOfClient = {
  readonly schedule: BillingSchedule;
  /** The last day of some period: fortnights need it; without it, quarters are those of the calendar. */
  readonly anchorOn: CivilDate | null;
};

export type BilledJob = {
  readonly isCompleted: boolean;
  /** The cut-off of its last invoice that stands; null when it was never invoiced. */
  readonly lastCutOffOn: CivilDate | null;
};

const fortnightDays = 14;
const quarterMonths = 3;
const calendarQuarter = civilDate('2000-03-31');

export function isDue(client: ScheduleOfClient, job: BilledJob, cutOffOn: CivilDate): boolean {
  if (client.schedule === 'none') return false;
  if (client.schedule === 'onCompletion') return job.isCompleted;
  const ended = lastPeriodEnd(client.schedule, client.anchorOn, cutOffOn);
  return ended !== null && (job.lastCutOffOn === null || job.lastCutOffOn < ended);
}

/** The latest end of a period up to a day. Null where no period has ended yet, or fortnights have no anchor. */
function lastPeriodEnd(
  schedule: 'monthly' | 'fortnightly' | 'quarterly',
  anchorOn: CivilDate | null,
  on: CivilDate,
): CivilDate | null {
  switch (schedule) {
    case 'monthly':
      return lastMonthEnd(on);
    case 'fortnightly': {
      if (anchorOn === null || on < anchorOn) return null;
      return addDays(on, -(daysBetween(anchorOn, on) % fortnightDays));
    }
    case 'quarterly':
      return lastQuarterEnd(anchorOn ?? calendarQuarter, on);
  }
}

function lastMonthEnd(on: CivilDate): CivilDate {
  return lastDayOfMonth(on) === on ? on : addDays(monthOf(on), -1);
}

/** Quarters end on the anchor's day of the month, or on the last day of shorter months; a last day stays one. */
function lastQuarterEnd(anchorOn: CivilDate, on: CivilDate): CivilDate | null {
  const [anchorYear, anchorMonth] = partsOf(anchorOn);
  const [year, month] = partsOf(on);
  const months = (year - anchorYear) * 12 + month - anchorMonth;
  const quarters = Math.floor(months / quarterMonths);
  const ends = [quarters, quarters - 1].map((count) => quarterEnd(anchorOn, count));
  const found = ends.find((end) => end <= on && end >= anchorOn);
  return found ?? null;
}

function quarterEnd(anchorOn: CivilDate, quarters: number): CivilDate {
  const end = addMonths(anchorOn, quarters * quarterMonths);
  return lastDayOfMonth(anchorOn) === anchorOn ? lastDayOfMonth(end) : end;
}
