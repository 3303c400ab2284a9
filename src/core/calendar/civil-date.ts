// Civil dates: a day as people write it, without a time or a zone. A `CivilDate` is the string 'YYYY-MM-DD', so that
// the order of strings is the order of days, JSON and PostgreSQL carry it unchanged, and two dates are equal with `===`.
// Temporal does the arithmetic inside and never shows outside. Months travel as the first day of the month.
//
// Nothing here reads a clock. `today` takes the instant from the caller.

import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';

declare const civilDateBrand: unique symbol;

/** A valid day between 1900-01-01 and 9999-12-31, as 'YYYY-MM-DD'. */
export type CivilDate = string & { readonly [civilDateBrand]: true };

/** A day of the week, numbered as in ISO 8601: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Two days, both included. */
export type DateSpan = { readonly first: CivilDate; readonly last: CivilDate };

const shape = /^\d{4}-\d{2}-\d{2}$/;
const yearMin = 1900;

function isCivilDate(text: string): text is CivilDate {
  if (!shape.test(text)) return false;
  const [year, month, day] = partsOf(text as CivilDate);
  if (year < yearMin || month < 1 || month > 12 || day < 1) return false;
  return day <= 28 || day <= new Temporal.PlainYearMonth(year, month).daysInMonth;
}

/**
 * Reads a date strictly: 'YYYY-MM-DD', a day that exists, in the years 1900 to 9999, nothing around it.
 * Refuses with `invalidDate`.
 */
export function parseCivilDate(text: string): Result<CivilDate> {
  if (isCivilDate(text)) return done(text);
  const detail = shape.test(text)
    ? `There is no day ${text} between ${yearMin}-01-01 and 9999-12-31.`
    : 'A date is written as year, month and day with hyphens.';
  return refuse('invalidDate', detail, {
    value: text.slice(0, 40),
    accepted: 'YYYY-MM-DD, such as 2026-03-31',
  });
}

/** A date that is known to be valid, such as one written in code. Throws a RangeError if it is not. */
export function civilDate(text: string): CivilDate {
  if (!isCivilDate(text)) throw new RangeError(`not a civil date: ${text.slice(0, 40)}`);
  return text;
}

/** Negative when `a` is before `b`, 0 when they are the same day, positive when `a` is after `b`; for sorting. */
export function compareDates(a: CivilDate, b: CivilDate): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The day `days` after the date, or before it when negative. Throws a RangeError outside 1900 to 9999. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return fromTemporal(toTemporal(date).add({ days }));
}

/**
 * The same day of the month `months` later, or earlier when negative; a day that the target month does not have
 * becomes its last (31 January plus one month is 28 or 29 February). Throws a RangeError outside 1900 to 9999.
 */
export function addMonths(date: CivilDate, months: number): CivilDate {
  return fromTemporal(toTemporal(date).add({ months }, { overflow: 'constrain' }));
}

/** The month that the date lies in, which is its first day. */
export function monthOf(date: CivilDate): CivilDate {
  return `${date.slice(0, 8)}01` as CivilDate;
}

/** The last day of the month that the date lies in. */
export function lastDayOfMonth(date: CivilDate): CivilDate {
  return `${date.slice(0, 8)}${toTemporal(date).daysInMonth}` as CivilDate;
}

/** The number of days from one date to another; negative when `to` is the earlier one. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return toTemporal(from).until(toTemporal(to), { largestUnit: 'days' }).days;
}

/** The day of the week of the date. */
export function weekdayOf(date: CivilDate): Weekday {
  return toTemporal(date).dayOfWeek as Weekday;
}

/** The seven days around the date that begin with the firm's first weekday. */
export function weekOf(date: CivilDate, firstWeekday: Weekday): DateSpan {
  const daysIntoWeek = (weekdayOf(date) - firstWeekday + 7) % 7;
  const first = addDays(date, -daysIntoWeek);
  return { first, last: addDays(first, 6) };
}

/**
 * The civil date at an instant (an ISO string with an offset or Z) in an IANA time zone such as 'Pacific/Auckland'.
 * Throws a RangeError for a malformed instant or an unknown zone; `isTimeZone` tells beforehand.
 */
export function today(instant: string, timeZone: string): CivilDate {
  return fromTemporal(Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate());
}

/** Whether the text names a time zone that `today` accepts. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** Year, month (1 to 12) and day as numbers. */
export function partsOf(date: CivilDate): readonly [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function toTemporal(date: CivilDate): Temporal.PlainDate {
  const [year, month, day] = partsOf(date);
  return new Temporal.PlainDate(year, month, day);
}

function fromTemporal(date: Temporal.PlainDate): CivilDate {
  return civilDate(date.toString());
}
