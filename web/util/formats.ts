// Figures and days as the firm's locale writes them. Amounts stay the decimal strings of the API from end to end;
// Intl reads them exactly, so no float ever holds money.

import { formatDuration, type DurationStyle } from '#core/calendar/durations.ts';

export type Formats = {
  /** '-1234.50' as '−1,234.50'; the digits are those of the string. */
  amount(amount: string): string;
  /** '2026-09-30' as '30 Sep 2026'. */
  date(date: string): string;
  /** '2026-09-01' as 'September 2026'. */
  month(date: string): string;
  /** '2026-09-01' as 'Sep 2026', for the axis of a chart. */
  monthShort(date: string): string;
  /** An instant in the firm's time zone, to the minute. */
  instant(instant: string): string;
  /** A whole number: how many rows. */
  count(count: number): string;
  /** Minutes as hours, the way the person reads them: 90 is '1.5 h' or '1:30'. */
  hours(minutes: number): string;
};

const made = new Map<string, Formats>();
let latest: Formats | undefined;

/** Formatters are dear to make and cheap to use, so each locale and zone has one set. */
export function formatsFor(locale: string, timeZone: string, durations: DurationStyle): Formats {
  const key = `${locale} ${timeZone} ${durations}`;
  let formats = made.get(key);
  if (formats === undefined) {
    formats = makeFormats(locale, timeZone, durations);
    made.set(key, formats);
  }
  latest = formats;
  return formats;
}

const day = /\b\d{4}-\d{2}-\d{2}\b(?!T)/g;

/** A sentence of the server with its days, '2026-09-30', written as everything else on the page. */
export function withDays(sentence: string): string {
  if (sentence.includes('YYYY')) return sentence;
  return sentence.replaceAll(day, (date) => latest?.date(date) ?? date);
}

const amountOfCurrency = /-?\b\d+\.\d{2,3}(?= [A-Z]{3}\b)/g;

/** And its amounts, '3329.25 NZD'. */
export function withAmounts(sentence: string): string {
  return sentence.replaceAll(amountOfCurrency, (amount) => latest?.amount(amount) ?? amount);
}

function makeFormats(locale: string, timeZone: string, durations: DurationStyle): Formats {
  const byDigits = new Map<number, Intl.NumberFormat>();
  const decimalsFormat = (digits: number) => {
    let format = byDigits.get(digits);
    if (format === undefined) {
      format = new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      byDigits.set(digits, format);
    }
    return format;
  };
  const dateFormat = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const monthFormat = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const monthShortFormat = new Intl.DateTimeFormat(locale, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const instantFormat = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  const hoursFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const datesSeen = new Map<string, string>();

  return {
    amount: (amount) => {
      const point = amount.indexOf('.');
      const digits = point < 0 ? 0 : amount.length - point - 1;
      return decimalsFormat(digits)
        .format(amount as Intl.StringNumericLiteral)
        .replace('-', '−');
    },
    date: (date) => {
      const seen = datesSeen.get(date);
      if (seen !== undefined) return seen;
      const text = dateFormat.format(Date.parse(`${date.slice(0, 10)}T00:00:00Z`));
      datesSeen.set(date, text);
      return text;
    },
    month: (date) => monthFormat.format(Date.parse(`${date.slice(0, 10)}T00:00:00Z`)),
    monthShort: (date) => monthShortFormat.format(Date.parse(`${date.slice(0, 10)}T00:00:00Z`)),
    instant: (instant) => instantFormat.format(Date.parse(instant)),
    count: (count) => decimalsFormat(0).format(count),
    hours: (minutes) =>
      durations === 'clock'
        ? formatDuration(Math.round(minutes), 'clock').replace('-', '−')
        : `${hoursFormat.format(minutes / 60)} h`,
  };
}
