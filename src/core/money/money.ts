// Money is a bigint of minor units and a currency; it is never a float. As text it is a decimal string with exactly the
// digits of its currency: '-1234.50' in NZD, '1234' in JPY, '1.500' in KWD.
//
// No amount exceeds the largest whole number that a float holds exactly, so that a program on the other side that reads
// minor units as a float still reads them right. PostgreSQL holds the same limit as a constraint.

import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import type { CurrencyCode } from './currencies.ts';
import { minorDigits } from './currencies.ts';
import { absolute, divideHalfUp } from './division.ts';

/** The largest amount, of either sign, in minor units. */
export const amountMinorMax = 9_007_199_254_740_991n;

const decimal = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?$/;

/** Whether the amount, in minor units, is one that the ledger can hold. */
export function isWithinRange(amountMinor: bigint): boolean {
  return absolute(amountMinor) <= amountMinorMax;
}

/** Minor units as a decimal string with the currency's digits: -123450n in NZD is '-1234.50'. Exact. */
export function formatMinor(amountMinor: bigint, currency: CurrencyCode): string {
  return formatScaled(amountMinor, minorDigits(currency));
}

/**
 * Reads a strict decimal string into minor units: an optional sign, digits, and an optional point with at most the
 * currency's digits. No exponent, no thousands separator, no space. Exact: nothing is rounded.
 * Refuses with `invalidAmount` what is not such a string and with `amountOutOfRange` what exceeds `amountMinorMax`.
 */
export function parseMinor(text: string, currency: CurrencyCode): Result<bigint> {
  const digits = minorDigits(currency);
  const amountMinor = parseScaled(text, digits);
  if (amountMinor === undefined) {
    return refuse(
      'invalidAmount',
      `An amount in ${currency} is a plain decimal number with ${decimalsPhrase(digits)}.`,
      {
        value: text.slice(0, 40),
        accepted: `such as ${formatScaled(123450n, digits)}`,
      },
    );
  }
  if (isWithinRange(amountMinor)) return done(amountMinor);
  return refuse('amountOutOfRange', 'The amount is larger than the ledger can hold.', {
    value: text.slice(0, 40),
    accepted: `at most ${formatMinor(amountMinorMax, currency)} of either sign`,
  });
}

/**
 * An amount for reading, by the customs of a locale such as 'en-NZ': '-$1,234.50'. Exact for every amount, with the
 * currency's ISO digits whatever the locale's habit. For people only; it is not read back.
 */
export function formatForPeople(amountMinor: bigint, currency: CurrencyCode, locale: string): string {
  return formatterFor(currency, locale).format(
    formatMinor(amountMinor, currency) as Intl.StringNumericLiteral,
  );
}

/**
 * The value of time: minutes × rate per hour in minor units, rounded once, half up (away from zero), to the minor unit
 * (docs/ledger-rules.md section 2). Minutes must be a whole number; a fraction throws a RangeError.
 */
export function multiplyRate(durationMinutes: number | bigint, ratePerHourMinor: bigint): bigint {
  return divideHalfUp(BigInt(durationMinutes) * ratePerHourMinor, 60n);
}

/** A whole number of 10^-digits as a decimal string: 12345n at 3 digits is '12.345'. */
export function formatScaled(value: bigint, digits: number): string {
  const text = value.toString();
  if (digits === 0) return text;
  const isNegative = value < 0n;
  // Most amounts; of thousands, each step counts.
  if (text.length > digits + (isNegative ? 1 : 0)) return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  const figures = (isNegative ? text.slice(1) : text).padStart(digits + 1, '0');
  return `${isNegative ? '-' : ''}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}

/** A strict decimal string as a whole number of 10^-digits; undefined when it is none or has more digits. */
export function parseScaled(text: string, digits: number): bigint | undefined {
  const match = decimal.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return undefined;
  const value = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign === '-' ? -value : value;
}

function decimalsPhrase(digits: number): string {
  return digits === 0 ? 'no decimals' : `at most ${digits} decimals`;
}

// Making a formatter costs a hundred times what using it does, and a table formats thousands of amounts.
const formatters = new Map<string, Intl.NumberFormat>();

function formatterFor(currency: CurrencyCode, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    const digits = minorDigits(currency);
    formatter = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(key, formatter);
  }
  return formatter;
}
