// Amounts of other systems in minor units. They may carry more digits than the currency has (rates are often quotients);
// each is rounded half up to the minor unit, once, after any multiplication.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { minorDigits } from '#core/money/currencies.ts';
import { divideHalfUp } from '#core/money/division.ts';
import { amountMinorMax } from '#core/money/money.ts';
import type { DecimalText } from './model.ts';

type Exact = { readonly value: bigint; readonly digits: number };

/** An amount in minor units, rounded half up; undefined when it is none or beyond what the ledger holds. */
export function minorOf(text: DecimalText, currency: CurrencyCode): bigint | undefined {
  const exact = exactOf(text);
  return exact === undefined ? undefined : inRange(scaled(exact.value, exact.digits, minorDigits(currency)));
}

/** Minutes at a rate per hour, in minor units, rounded once. */
export function timeValueOf(minutes: number, rate: DecimalText, currency: CurrencyCode): bigint | undefined {
  const exact = exactOf(rate);
  if (exact === undefined) return undefined;
  const product = BigInt(minutes) * exact.value * 10n ** BigInt(minorDigits(currency));
  return inRange(divideHalfUp(product, 60n * 10n ** BigInt(exact.digits)));
}

/** A quantity in thousandths, rounded half up. */
export function thousandthsOf(text: DecimalText): number | undefined {
  const exact = exactOf(text);
  if (exact === undefined) return undefined;
  const value = scaled(exact.value, exact.digits, 3);
  return value > 1_000_000_000n || value < -1_000_000_000n ? undefined : Number(value);
}

export function isZero(text: DecimalText | undefined): boolean {
  return text === undefined || /^-?0*(\.0*)?$/.test(text);
}

/** Rates come again in row after row. */
const exactTexts = new Map<string, Exact | undefined>();
const exactTextsMax = 1_000;

function exactOf(text: DecimalText): Exact | undefined {
  if (exactTexts.has(text)) return exactTexts.get(text);
  const exact = readExact(text);
  if (exactTexts.size >= exactTextsMax) exactTexts.clear();
  exactTexts.set(text, exact);
  return exact;
}

function readExact(text: DecimalText): Exact | undefined {
  const match = /^([+-]?)(\d{1,20})(?:\.(\d{1,20}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const value = BigInt(whole + fraction);
  return { value: sign === '-' ? -value : value, digits: fraction.length };
}

function scaled(value: bigint, from: number, to: number): bigint {
  if (to === from) return value;
  return to > from ? value * 10n ** BigInt(to - from) : divideHalfUp(value, 10n ** BigInt(from - to));
}

function inRange(value: bigint): bigint | undefined {
  return value > amountMinorMax || value < -amountMinorMax ? undefined : value;
}
