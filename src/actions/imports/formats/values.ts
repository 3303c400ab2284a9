// Single values as other systems write them: dates in three orders, 12-hour clocks, decimal commas, hours as fractions.
// Each reader takes text and returns the value, or undefined when the text is not one; who calls it says what is
// accepted. None guesses: date order and decimal separator come in, and what does not fit them is not read.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { parseCivilDate, today } from '#core/calendar/civil-date.ts';
import type { DecimalText, TimeOfDay } from '../model.ts';
import type { DateOrder, DecimalSeparator } from './options.ts';

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const numeric = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;
const dayMonthName = /^(\d{1,2})[- ]([A-Za-z]{3,9})\.?,?[- ](\d{4})$/;
const monthNameDay = /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$/;
const midnight = /[T ]0{1,2}:00(:00(\.0+)?)?( ?[AP]M)?$/i;
const instant = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/;

/** The two numbers of a date such as 3/4/2024, whose order its column has to tell. */
export function numericDate(text: string): { readonly first: number; readonly second: number } | undefined {
  const found = numeric.exec(text.replace(midnight, ''));
  return found === null ? undefined : { first: Number(found[1]), second: Number(found[2]) };
}

/**
 * Reads a day. Two-digit years are not read, since the century would be a guess, and neither are dates such as
 * 3/4/2024 from programs, which write the year first.
 */
export function readDay(text: string, order: DateOrder | 'yearFirst'): CivilDate | undefined {
  const plain = text.replace(midnight, '');
  const found = order === 'yearFirst' ? null : numeric.exec(plain);
  if (found !== null) {
    const [, first, second, year] = found;
    return order === 'dayMonthYear' ? day(year!, second!, first!) : day(year!, first!, second!);
  }
  const iso = yearFirst.exec(plain) ?? compact.exec(plain);
  if (iso !== null) return day(iso[1]!, iso[2]!, iso[3]!);
  const dayFirst = dayMonthName.exec(plain);
  if (dayFirst !== null) return day(dayFirst[3]!, monthNumber(dayFirst[2]!), dayFirst[1]!);
  const monthFirst = monthNameDay.exec(plain);
  if (monthFirst !== null) return day(monthFirst[3]!, monthNumber(monthFirst[1]!), monthFirst[2]!);
  return undefined;
}

export type InstantRead = {
  readonly date: CivilDate;
  readonly time: TimeOfDay;
  readonly seconds: number;
  /** True when the text is an instant in UTC that is not midnight, so that its day depends on the zone. */
  readonly zoneMatters: boolean;
};

/**
 * Reads a day with a time, with or without a zone. In UTC and with a time zone given, the day and time are those of
 * that zone; otherwise they are those that are written.
 */
export function readInstant(text: string, timeZone: string | undefined): InstantRead | undefined {
  const found = instant.exec(text);
  if (found === null) return undefined;
  const [, dayText, clock, offset] = found;
  const date = readDay(dayText!, 'yearFirst');
  const time = readTimeOfDay(clock!);
  if (date === undefined || time === undefined) return undefined;
  const isUtc = offset === 'Z' || (offset !== undefined && /^[+-]00:?00$/.test(offset));
  const zoneMatters = isUtc && !midnight.test(`T${clock}`);
  const written = { date, time, seconds: secondsOf(clock!), zoneMatters };
  if (!zoneMatters || timeZone === undefined) return written;
  const moment = `${dayText}T${clock}Z`;
  return { ...written, date: today(moment, timeZone), time: clockIn(moment, timeZone), zoneMatters: false };
}

/** Whole seconds between two instants, or between two times with a date each, both as written. */
export function secondsBetween(start: string, end: string): number | undefined {
  const from = epochSeconds(start);
  const to = epochSeconds(end);
  return from === undefined || to === undefined ? undefined : to - from;
}

/** Reads 13:05, 13:05:59, 1:05 PM, or minutes after midnight such as 785. */
export function readTimeOfDay(text: string): TimeOfDay | undefined {
  const seconds = secondsOfDay(text);
  if (seconds === undefined) return undefined;
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor((seconds % 3600) / 60))}`;
}

/** Seconds after midnight of a time of day, 0 to 86,399. */
export function secondsOfDay(text: string): number | undefined {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:\s?([AaPp])\.?[Mm]\.?)?$/.exec(text);
  if (found === null) {
    const minutes = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
    return minutes < 1440 ? minutes * 60 : undefined;
  }
  const half = found[4]?.toLowerCase();
  const hour = Number(found[1]);
  const minute = Number(found[2]);
  const second = Number(found[3] ?? '0');
  if (minute > 59 || second > 59 || hour > 23) return undefined;
  if (half === undefined) return hour * 3600 + minute * 60 + second;
  if (hour < 1 || hour > 12) return undefined;
  return ((hour % 12) + (half === 'p' ? 12 : 0)) * 3600 + minute * 60 + second;
}

/** Reads h:mm:ss or h:mm, the hours without limit, as seconds. */
export function readClockDuration(text: string): number | undefined {
  const found = /^(-?)(\d{1,5}):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (found === null) return undefined;
  const seconds = Number(found[2]) * 3600 + Number(found[3]) * 60 + Number(found[4] ?? '0');
  return found[1] === '-' && seconds !== 0 ? -seconds : seconds;
}

export type MinutesRead = { readonly minutes: number; readonly isRounded: boolean };

/** Seconds to whole minutes, half up; away from zero for a negative duration. */
export function minutesFromSeconds(seconds: number): MinutesRead {
  const size = Math.abs(seconds);
  const minutes = Math.floor((size + 30) / 60);
  return { minutes: seconds < 0 && minutes !== 0 ? -minutes : minutes, isRounded: size % 60 !== 0 };
}

/** A decimal number of some unit to whole minutes, exactly and half up; a unit is `times / per` minutes. */
export function minutesFromDecimal(
  amount: DecimalText,
  unit: { readonly times: number; readonly per: number },
): MinutesRead {
  const negative = amount.startsWith('-');
  const [whole, fraction = ''] = amount.replace('-', '').split('.');
  const scale = 10n ** BigInt(fraction.length) * BigInt(unit.per);
  const scaled = BigInt(whole! + fraction) * BigInt(unit.times);
  const minutes = Number((2n * scaled + scale) / (2n * scale));
  return { minutes: negative && minutes !== 0 ? -minutes : minutes, isRounded: scaled % scale !== 0n };
}

const currencySigns = /^(?:[A-Z]{0,3}[$£€¥₹₩₽₺₪₫฿₱]|[A-Z]{3})\s?|\s?(?:[$£€¥₹₩₽₺₪₫฿₱]|[A-Z]{3})$/;
const integerDigitsMax = 15;
const fractionDigitsMax = 12;
/** No number that can be read is longer; longer ones tell nothing of their column. */
const numberLengthMax = 50;

/**
 * Reads a number with the given decimal separator, with or without grouping (1,234.50, 1 234.50, 1'234.50), a currency
 * sign or code, a minus before it or brackets around it. Keeps the fraction as it was written.
 */
export function readDecimal(text: string, separator: DecimalSeparator): DecimalText | undefined {
  if (text.length > numberLengthMax) return undefined;
  let rest = text.replaceAll('\u2212', '-').replace(/[\u00a0\u202f\u2009]/g, ' ');
  const bracketed = /^\((.*)\)$/s.exec(rest);
  if (bracketed !== null) rest = `-${bracketed[1]!}`;
  const sign = /^([-+]?)\s?(.*)$/s.exec(rest)!;
  rest = sign[2]!.replace(currencySigns, '').trim();
  let negative = sign[1] === '-';
  if (!negative && rest.startsWith('-')) {
    negative = true;
    rest = rest.slice(1);
  }
  const at = rest.lastIndexOf(separator);
  const whole = ungrouped(at === -1 ? rest : rest.slice(0, at), separator);
  const fraction = at === -1 ? '' : rest.slice(at + 1);
  if (whole === undefined || !/^\d*$/.test(fraction) || (at !== -1 && fraction === '')) return undefined;
  if (whole === '' && fraction === '') return undefined;
  return assemble(negative, whole, fraction);
}

/** Reads a number as JSON and XML write it: a point, no grouping, perhaps an exponent. */
export function readPlainDecimal(text: string): DecimalText | undefined {
  const found = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,3}))?$/.exec(text);
  if (found === null || ((found[2] ?? '') === '' && (found[3] ?? '') === '')) return undefined;
  let whole = found[2] ?? '';
  let fraction = found[3] ?? '';
  const exponent = Number(found[4] ?? '0');
  if (Math.abs(exponent) > 30) return undefined;
  if (exponent > 0) {
    fraction = fraction.padEnd(exponent, '0');
    whole += fraction.slice(0, exponent);
    fraction = fraction.slice(exponent);
  } else if (exponent < 0) {
    whole = whole.padStart(-exponent, '0');
    fraction = whole.slice(whole.length + exponent) + fraction;
    whole = whole.slice(0, whole.length + exponent);
  }
  return assemble(found[1] === '-', whole, fraction);
}

/** What a number tells of its column's decimal separator: one, the other, either, or nothing. */
export function decimalEvidence(text: string): DecimalSeparator | 'either' | 'none' {
  if (text.length > numberLengthMax) return 'none';
  const marks = text.replace(/[^.,]/g, '');
  if (marks === '') return 'none';
  const last = marks.at(-1) as DecimalSeparator;
  const other: DecimalSeparator = last === '.' ? ',' : '.';
  if (marks.includes(other)) return last;
  if (marks.length > 1) return other;
  const found = /(\d*)[.,](\d*)/.exec(text);
  const couldGroup = found !== null && /^[1-9]\d{0,2}$/.test(found[1]!) && found[2]!.length === 3;
  return couldGroup ? 'either' : last;
}

/** Reads yes, no, true, false, 1 and 0 in any case. */
export function readYesNo(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (word === 'yes' || word === 'true' || word === '1' || word === 'y') return true;
  if (word === 'no' || word === 'false' || word === '0' || word === 'n') return false;
  return undefined;
}

function day(year: string, month: string | undefined, dayOfMonth: string): CivilDate | undefined {
  if (month === undefined) return undefined;
  const read = parseCivilDate(`${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`);
  return read.ok ? read.value : undefined;
}

function monthNumber(name: string): string | undefined {
  const at = monthNames.indexOf(name.slice(0, 3).toLowerCase());
  return at === -1 ? undefined : String(at + 1);
}

function secondsOf(clock: string): number {
  return Number(clock.slice(6, 8));
}

function clockIn(moment: string, timeZone: string): TimeOfDay {
  return Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone).toPlainTime().toString().slice(0, 5);
}

function epochSeconds(text: string): number | undefined {
  const found = instant.exec(text);
  if (found === null) return undefined;
  const offset = found[3] ?? 'Z';
  const zone = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  try {
    return Math.floor(Temporal.Instant.from(`${found[1]}T${found[2]}${zone}`).epochMilliseconds / 1000);
  } catch {
    return undefined;
  }
}

function ungrouped(whole: string, separator: DecimalSeparator): string | undefined {
  if (/^\d*$/.test(whole)) return whole;
  const grouped =
    separator === '.' ? /^\d{1,3}([, '’])\d{3}(?:\1\d{3})*$/ : /^\d{1,3}([. '’])\d{3}(?:\1\d{3})*$/;
  return grouped.test(whole) ? whole.replace(/\D/g, '') : undefined;
}

function assemble(negative: boolean, whole: string, fraction: string): DecimalText | undefined {
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  if (digits.length > integerDigitsMax || fraction.length > fractionDigitsMax) return undefined;
  const text = fraction === '' ? digits : `${digits}.${fraction}`;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
