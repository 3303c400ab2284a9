// Measured time: from one instant to another, as whole minutes on civil days. A timer that runs over midnight is work on
// two days, and midnight is that of the firm's time zone, also on the two days a year that have 23 or 25 hours.
//
// The end of each day's part is rounded half up as minutes since the start, and a day gets the difference to the part
// before. So the days add up to the whole, rounded once, whatever midnight cuts off.

import { today, type CivilDate } from './civil-date.ts';

export type MeasuredDay = { readonly on: CivilDate; readonly minutes: number };

/** The days between two instants with their minutes, oldest first; something that was begun took at least a minute. */
export function measuredDays(startedAt: string, endedAt: string, timeZone: string): MeasuredDay[] {
  const start = Temporal.Instant.from(startedAt).toZonedDateTimeISO(timeZone);
  const end = Temporal.Instant.from(endedAt).toZonedDateTimeISO(timeZone);
  if (Temporal.ZonedDateTime.compare(start, end) > 0)
    throw new RangeError('measured time ends before it starts');
  const days: MeasuredDay[] = [];
  let counted = 0;
  for (let from = start; Temporal.ZonedDateTime.compare(from, end) <= 0;) {
    const midnight = from.toPlainDate().add({ days: 1 }).toZonedDateTime(timeZone);
    const until = Temporal.ZonedDateTime.compare(midnight, end) < 0 ? midnight : end;
    const elapsed = minutesBetween(start, until);
    if (elapsed > counted)
      days.push({ on: today(from.toInstant().toString(), timeZone), minutes: elapsed - counted });
    counted = elapsed;
    from = midnight;
  }
  return days.length > 0 ? days : [{ on: today(startedAt, timeZone), minutes: 1 }];
}

/** Whole minutes from one instant to another, half up. */
export function measuredMinutes(startedAt: string, endedAt: string): number {
  const zone = 'UTC';
  const [start, end] = [startedAt, endedAt].map((at) => Temporal.Instant.from(at).toZonedDateTimeISO(zone));
  return minutesBetween(start!, end!);
}

function minutesBetween(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): number {
  const milliseconds = end.epochMilliseconds - start.epochMilliseconds;
  return Math.floor((milliseconds + 30_000) / 60_000);
}
