// Quantities of a cost (2 nights, 13.5 km) are whole numbers of thousandths, so that quantity × unit price is exact until
// the one rounding to the minor unit.

import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { divideHalfUp } from './division.ts';
import { formatScaled, parseScaled } from './money.ts';

const quantityThousandthsMax = 1_000_000_000;
const digits = 3;

/**
 * Reads a quantity from a strict decimal string with at most three decimals, of either sign, into thousandths; exact.
 * Zero is read too: whether a quantity of nothing makes sense is for the caller to judge.
 * Refuses with `quantityOutOfRange` what is no such number or beyond 1,000,000.
 */
export function parseQuantity(text: string): Result<number> {
  const thousandths = Number(parseScaled(text, digits) ?? Number.NaN);
  if (Math.abs(thousandths) <= quantityThousandthsMax) return done(thousandths);
  return refuse('quantityOutOfRange', 'A quantity is a plain decimal number with at most three decimals.', {
    value: text.slice(0, 40),
    accepted: `such as 2 or 13.5, up to ${formatQuantity(quantityThousandthsMax)} of either sign`,
  });
}

/** Thousandths as a decimal string without needless zeros: 13500 is '13.5'. Exact. */
export function formatQuantity(quantityThousandths: number): string {
  return formatScaled(BigInt(quantityThousandths), digits).replace(/\.?0+$/, '');
}

/** The value of a cost in minor units: quantity × unit price, rounded once, half up (away from zero). */
export function multiplyQuantity(quantityThousandths: number, unitPriceMinor: bigint): bigint {
  return divideHalfUp(BigInt(quantityThousandths) * unitPriceMinor, 1000n);
}
