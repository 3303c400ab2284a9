// The week that a day is in, by the browser's own arithmetic, in UTC, because not every browser has Temporal yet.

import { daysFrom } from '../../util/days.ts';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayMs = 86_400_000;
/** 1 January 1970 was a Thursday, the fourth day of the week. */
const thursday = 4;

/** The first day of the week that the day is in; weekdays are counted from Monday, 1. */
export function weekStartOf(day: string, weekStartsOn: number): string {
  const weekday = (((at(day) / dayMs + thursday - 1) % 7) + 7) % 7;
  return daysFrom(day, -((weekday - (weekStartsOn - 1) + 7) % 7));
}
