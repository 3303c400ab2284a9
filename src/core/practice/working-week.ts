// How long somebody is expected to work on a day: by their own week if they have one, else by the firm's day from Monday
// to Friday. It is compared with and never enforced.

import { weekdayOf, type CivilDate } from '#core/calendar/civil-date.ts';

export type WorkingTime = {
  /** The staff member's minutes from Monday to Sunday; null for the firm's days. */
  readonly ownMinutes: readonly number[] | null;
  readonly firmMinutesPerDay: number;
};

const lastWorkingWeekday = 5;

export function targetMinutesOn({ ownMinutes, firmMinutesPerDay }: WorkingTime, day: CivilDate): number {
  const weekday = weekdayOf(day);
  if (ownMinutes !== null) return ownMinutes[weekday - 1] ?? 0;
  return weekday <= lastWorkingWeekday ? firmMinutesPerDay : 0;
}
