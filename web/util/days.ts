// Days for date pickers and presets. The browser's own Date does the little arithmetic, in UTC, because not every
// browser has Temporal yet.

/** Today in a time zone, as 'YYYY-MM-DD'. */
export function todayIn(timeZone: string, now: Date = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}

/** The last day of the month that lies `months` after the month of the date; before it when negative. */
export function endOfMonth(date: string, months: number): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10);
}

export function dayBefore(date: string): string {
  return daysFrom(date, -1);
}

export function dayAfter(date: string): string {
  return daysFrom(date, 1);
}

export function daysFrom(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function firstOfMonth(date: string): string {
  return `${date.slice(0, 8)}01`;
}

/**
 * A wall-clock time ('2026-09-30T17:00') in a time zone as an instant. Where a clock change repeats an hour the
 * result is one of the two; where it skips one, a time beside it.
 */
export function instantAt(wallClock: string, timeZone: string): string {
  const asUtc = Date.parse(`${wallClock}:00Z`);
  const guess = asUtc - offsetAt(asUtc, timeZone);
  return new Date(asUtc - offsetAt(guess, timeZone)).toISOString();
}

/** The wall-clock time of an instant in a time zone, for a date and time field. */
export function wallClockAt(instant: string, timeZone: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16);
}

function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

/** This moment by the clock of the device, for what only this device keeps. */
export function instantNow(): string {
  return new Date().toISOString();
}

/** Milliseconds since 1970, as Date.parse gives them, as an instant again. */
export function momentAt(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The day as 'YYYY-MM-DD'; undefined when there is no such day. */
export function validDay(year: number, month: number, day: number): string | undefined {
  if (year < 1900 || year > 9999) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.toISOString().slice(0, 10);
}
