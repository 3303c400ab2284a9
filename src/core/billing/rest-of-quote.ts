// What is left of a quote to invoice, by its lines. The lines know what was claimed of them, but not deposits, nor what was
// invoiced of a quote that this one replaced: these count against the quote as a whole. So no more is left of the lines
// together than is uninvoiced of the quote; where they come to more, they are lowered in proportion.

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
  const left = lines.map(
    ({ quoteLineId, amountMinor, claimedMinor }) =>
      amountMinor - claimedMinor + (again.get(quoteLineId) ?? 0n),
  );
  const mostMinor = uninvoicedMinor + countedMinor;
  const amounts = lowered(left, mostMinor < 0n ? 0n : mostMinor);
  return lines
    .map(({ quoteLineId }, place) => ({ quoteLineId, amountMinor: amounts[place]! }))
    .filter(({ amountMinor }) => amountMinor !== 0n);
}

/** Lines below 0, as rebates are, stay as they are. */
function lowered(left: readonly bigint[], mostMinor: bigint): readonly bigint[] {
  const below = left.filter((minor) => minor < 0n).reduce((sum, minor) => sum + minor, 0n);
  const weights = left.map((minor) => (minor > 0n ? minor : 0n));
  const above = weights.reduce((sum, weight) => sum + weight, 0n);
  if (above + below <= mostMinor) return left;
  const parts = apportion(mostMinor - below, weights);
  return left.map((minor, place) => (minor < 0n ? minor : parts[place]!));
}
