// How amounts, hours and days are written on documents: by the customs of the firm's locale, in Latin digits, with a
// real minus sign. A locale whose dates need letters that the typeface of documents does not have gets them as numbers.

import type { CivilDate } from '../calendar/civil-date.ts';
import { partsOf } from '../calendar/civil-date.ts';
import { formatDuration, type DurationStyle } from '../calendar/durations.ts';
import { minorDigits, type CurrencyCode } from '../money/currencies.ts';
import { formatMinor, formatScaled } from '../money/money.ts';
import { formatQuantity } from '../money/quantity.ts';

export type Figures = {
  amount(amountMinor: bigint): string;
  hours(minutes: number): string;
  quantity(thousandths: number): string;
  /** 150000 is '15%'. */
  percent(rateMillionths: number): string;
  /** '31 March 2026'. */
  day(on: CivilDate): string;
  /** '31 Mar 2026', for columns. */
  shortDay(on: CivilDate): string;
  /** First and last day, or one when they are the same. */
  days(first: CivilDate, last: CivilDate): string;
};

type Asked = { readonly locale: string; readonly currency: CurrencyCode; readonly hours: DurationStyle };

export function figuresOf({ locale, currency, hours }: Asked): Figures {
  const customs = customsOf(locale);
  const decimals = (digits: number, digitsMin = digits) => {
    const options = { minimumFractionDigits: digitsMin, maximumFractionDigits: digits };
    const formatter = new Intl.NumberFormat(customs, options);
    return (text: string) => withMinus(formatter.format(text as Intl.StringNumericLiteral));
  };
  const amount = decimals(minorDigits(currency));
  const quantity = decimals(3, 0);
  const hundredths = decimals(2);
  const day = dayFormat(customs, 'long');
  const shortDay = dayFormat(customs, 'medium');
  return {
    amount: (amountMinor) => amount(formatMinor(amountMinor, currency)),
    hours: (minutes) =>
      hours === 'clock'
        ? withMinus(formatDuration(minutes, 'clock'))
        : hundredths(formatDuration(minutes, 'decimal')),
    quantity: (thousandths) => quantity(formatQuantity(thousandths)),
    percent: (rateMillionths) => `${quantity(formatScaled(BigInt(rateMillionths), 4))}%`,
    day,
    shortDay,
    days: (first, last) => (first === last ? day(first) : `${day(first)} – ${day(last)}`),
  };
}

/**
 * Decimal hours where all of them are exact in hundredths, so that what is printed multiplies out; else hours and
 * minutes, which always are.
 */
export function hoursStyle(minutes: Iterable<number | null>): DurationStyle {
  for (const each of minutes) if (each !== null && each % 3 !== 0) return 'clock';
  return 'decimal';
}

/** Days as they are written in words in the locale; making one takes a while, so make one for many. */
export function daysInWords(locale: string): Figures['day'] {
  return dayFormat(customsOf(locale), 'long');
}

/** Months as they are written in words in the locale: 'October 2026'. */
export function monthsInWords(locale: string): Figures['day'] {
  const inWords = new Intl.DateTimeFormat(customsOf(locale), {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return (on) => {
    const [year, month, day] = partsOf(on);
    const text = inWords.format(new Temporal.PlainDate(year, month, day));
    return readable.test(text) ? text : on.slice(0, 7);
  };
}

function customsOf(locale: string): Intl.Locale {
  return new Intl.Locale(locale, { numberingSystem: 'latn', calendar: 'gregory' });
}

const readable = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]*$/u;

function dayFormat(customs: Intl.Locale, dateStyle: 'long' | 'medium'): (on: CivilDate) => string {
  const inWords = new Intl.DateTimeFormat(customs, { dateStyle, timeZone: 'UTC' });
  return (on) => {
    const [year, month, day] = partsOf(on);
    const text = inWords.format(new Temporal.PlainDate(year, month, day));
    return readable.test(text) ? text : on;
  };
}

function withMinus(text: string): string {
  return text.replace('-', '−');
}
