// What is left of a quote to invoice, by its lines. The lines know what was claimed of them, but neither deposits nor what
// was invoiced of a quote that this one replaced: these count against the quote as a whole. So no more is left of the
// lines together than is uninvoiced of the quote; where they come to more, they are lowered in proportion. Nor do the
// lines know what was held back of their claims: where they come to less, the rest is of the quote as a whole.

import { apportion } from '../money/apportion.ts';
import type { BookJob, QuoteClaim } from './draft.ts';

export type Deducted = {
  /** By line of the quote: what absorbed interims had claimed of it, and the invoice states again. */
  readonly again: ReadonlyMap<number, bigint>;
  /** What absorbed interims counted as invoiced of the quote, and the invoice takes off again. */
  readonly countedMinor: bigint;
};

export function restOfQuote(
  { lines, uninvoicedMinor }: Pick<NonNullable<BookJob['quote']>, 'lines' | 'uninvoicedMinor'>,
  { again, countedMinor }: Deducted,
): QuoteClaim[] {
  const left = lines.map(({ quoteLineId, amountMinor, claimedMinor }) => {
    const leftMinor = amountMinor - claimedMinor + (again.get(quoteLineId) ?? 0n);
    // Claimed beyond its end, nothing is left of it.
    return leftMinor < 0n === amountMinor < 0n ? leftMinor : 0n;
  });
  const mostMinor = uninvoicedMinor + countedMinor;
  const amounts = lowered(left, mostMinor < 0n ? 0n : mostMinor);
  const claims: QuoteClaim[] = lines.map(({ quoteLineId }, place) => ({
    quoteLineId,
    amountMinor: amounts[place]!,
  }));
  const wholeMinor = mostMinor - sumOf(amounts);
  if (wholeMinor > 0n) claims.push({ quoteLineId: null, amountMinor: wholeMinor });
  return claims.filter(({ amountMinor }) => amountMinor !== 0n);
}

/** Lines below 0, as rebates are, stay as they are. */
function lowered(left: readonly bigint[], mostMinor: bigint): readonly bigint[] {
  if (sumOf(left) <= mostMinor) return left;
  const below = left.filter((minor) => minor < 0n);
  const weights = left.map((minor) => (minor > 0n ? minor : 0n));
  const parts = apportion(mostMinor - sumOf(below), weights);
  return left.map((minor, place) => (minor < 0n ? minor : parts[place]!));
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amountMinor) => sum + amountMinor, 0n);
}
