// Amounts brought to a total that was typed by hand, where they stand for no work: lines of a quote, deposits, lines of a
// miscellaneous invoice. The difference falls on what is above 0, in proportion.

import { apportion } from '../money/apportion.ts';
import { done, refuse, type Result } from '../refusal.ts';

export function broughtTo(amounts: readonly bigint[], totalMinor: bigint): Result<bigint[]> {
  const difference = totalMinor - amounts.reduce((sum, amountMinor) => sum + amountMinor, 0n);
  if (difference === 0n) return done([...amounts]);
  const weights = amounts.map((amountMinor) => (amountMinor > 0n ? amountMinor : 0n));
  const carriedMinor = weights.reduce((sum, weight) => sum + weight, 0n);
  if (carriedMinor === 0n || carriedMinor + difference < 0n) {
    const detail = 'The lines cannot be brought to this total; change it, or the lines.';
    return refuse('cannotSpread', detail, { field: 'fixedTotal' });
  }
  const parts = apportion(difference, weights);
  return done(amounts.map((amountMinor, index) => amountMinor + parts[index]!));
}
