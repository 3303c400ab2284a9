// Reads the amounts of a draft as they were typed. Every one that cannot be read is refused at its own field, all of
// them together.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { divideHalfUp } from '#core/money/division.ts';
import { multiplyRate, parseMinor, parseScaled } from '#core/money/money.ts';
import { multiplyQuantity, parseQuantity } from '#core/money/quantity.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { within } from '#core/refusal.ts';
import type { LineContent } from './content.ts';

type Text = string | null | undefined;

/** Percents are read to ten-thousandths. */
const percentDigits = 4;
const wholePercent = 1_000_000n;

export type Reader = {
  readonly refusals: Refusal[];
  readonly currency: CurrencyCode;
};

/** The amount at a field; null when none was typed. What is refused counts as 0 and is kept as a refusal. */
export function readAmount(reader: Reader, text: Text, field: string): bigint | null {
  if (text === null || text === undefined) return null;
  return kept(reader, parseMinor(text, reader.currency), field, 0n);
}

/** As readAmount, above 0. */
export function readAmountAbove0(reader: Reader, text: Text, field: string): bigint | null {
  const amountMinor = readAmount(reader, text, field);
  if (amountMinor === null || amountMinor > 0n) return amountMinor;
  reader.refusals.push({
    code: 'amountOutOfRange',
    detail: 'The amount here is above 0.',
    field,
    value: text ?? '',
    accepted: 'an amount above 0',
  });
  return amountMinor;
}

export function readQuantity(reader: Reader, text: Text, field: string): number | null {
  if (text === null || text === undefined) return null;
  return kept(reader, parseQuantity(text), field, 0);
}

/** A percentage in millionths of the whole, from 0 to 100. */
export function readPercent(reader: Reader, text: Text, field: string): bigint | null {
  if (text === null || text === undefined) return null;
  const millionths = parseScaled(text, percentDigits);
  if (millionths !== undefined && millionths >= 0n && millionths <= wholePercent) return millionths;
  reader.refusals.push({
    code: 'amountOutOfRange',
    detail: 'A percentage is a plain number from 0 to 100.',
    field,
    value: text.slice(0, 40),
    accepted: 'such as 50 or 33.3333, from 0 to 100',
  });
  return 0n;
}

/** A part of an amount, rounded half up. */
export function percentOf(amountMinor: bigint, millionths: bigint): bigint {
  return divideHalfUp(amountMinor * millionths, wholePercent);
}

export type ReadLine = {
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
  /** As typed, with tax where the invoice is typed with tax. */
  readonly amountMinor: bigint;
};

/** A typed line: its amount, or what quantity and price come to. */
export function readLine(reader: Reader, line: LineContent, field: string): ReadLine {
  const minutes = line.minutes ?? null;
  const ratePerHourMinor = readAmount(reader, line.rate, `${field}.rate`);
  const quantityThousandths = readQuantity(reader, line.quantity, `${field}.quantity`);
  const unitPriceMinor = readAmount(reader, line.unitPrice, `${field}.unitPrice`);
  const given = readAmount(reader, line.amount, `${field}.amount`);
  const priced =
    minutes !== null && ratePerHourMinor !== null
      ? multiplyRate(minutes, ratePerHourMinor)
      : quantityThousandths !== null && unitPriceMinor !== null
        ? multiplyQuantity(quantityThousandths, unitPriceMinor)
        : null;
  if (given === null && priced === null) {
    reader.refusals.push({
      code: 'invalidRequest',
      detail: 'The line has neither an amount nor a quantity with a price.',
      field: `${field}.amount`,
      accepted: 'an amount; minutes and a rate; or a quantity and a unit price',
    });
  }
  return {
    minutes,
    ratePerHourMinor,
    quantityThousandths,
    unitPriceMinor,
    amountMinor: given ?? priced ?? 0n,
  };
}

function kept<T>(reader: Reader, result: Result<T>, field: string, instead: T): T {
  if (result.ok) return result.value;
  reader.refusals.push(...within(field, result).refusals);
  return instead;
}
