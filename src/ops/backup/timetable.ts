// When something is done by itself: every day, or on a day of the week, at a time in UTC, so that no day has it twice or
// not at all when clocks change.

export type Timetable = {
  readonly hour: number;
  readonly minute: number;
  /** 1 is Monday; null: every day. */
  readonly weekday: number | null;
};

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** `02:00` or `sunday 02:00`. */
export function readTimetable(text: string): Timetable | undefined {
  const found = /^(?:([a-z]+) )?([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim().toLowerCase());
  if (found === null) return undefined;
  const [, day, hour, minute] = found;
  const weekday = day === undefined ? null : weekdays.indexOf(day) + 1;
  return weekday === 0 ? undefined : { hour: Number(hour), minute: Number(minute), weekday };
}

/** The last moment of the timetable that has passed. */
export function lastDue({ hour, minute, weekday }: Timetable, now: string): string {
  const present = Temporal.Instant.from(now).toZonedDateTimeISO('UTC');
  let due = present.with({ hour, minute, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 });
  if (Temporal.ZonedDateTime.compare(due, present) > 0) due = due.subtract({ days: 1 });
  if (weekday !== null) due = due.subtract({ days: (due.dayOfWeek - weekday + 7) % 7 });
  return due.toInstant().toString();
}
