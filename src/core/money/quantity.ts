// Quantities of a cost (2 nights, 13.5 km) are whole numbers of ten-thousandths, so that quantity × unit price is exact
// until the one rounding to the minor unit.

import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { divideHalfUp } from './division.ts';
import { formatScaled, parseScaled } from './money.ts';

/** A quantity of 1, in ten-thousandths. */
export const oneUnitTenThousandths = 10_000n;

// A hundred million units: what a bigint column and the value of a cost can bear.
const quantityTenThousandthsMax = 1_000_000_000_000n;
const digits = 4;

/**
 * Reads a quantity from a strict decimal string with at most four decimals, of either sign, into ten-thousandths.
 * Exact. Refuses with `quantityOutOfRange` when it is no such number or beyond 100,000,000.
 */
export function parseQuantity(text: string): Result<bigint> {
  const value = parseScaled(text, digits);
  if (value !== undefined && value <= quantityTenThousandthsMax && value >= -quantityTenThousandthsMax) {
    return done(value);
  }
  return refuse('quantityOutOfRange', 'A quantity is a plain decimal number with at most four decimals.', {
    value: text.slice(0, 40),
    accepted: `such as 2 or 13.5, up to ${formatQuantity(quantityTenThousandthsMax)} of either sign`,
  });
}

/** Ten-thousandths as a decimal string without needless zeros: 135000n is '13.5'. Exact. */
export function formatQuantity(quantityTenThousandths: bigint): string {
  return formatScaled(quantityTenThousandths, digits).replace(/\.?0+$/, '');
}

/** The value of a cost in minor units: quantity × unit price, rounded once, half up (away from zero). */
export function multiplyQuantity(quantityTenThousandths: bigint, unitPriceMinor: bigint): bigint {
  return divideHalfUp(quantityTenThousandths * unitPriceMinor, oneUnitTenThousandths);
}
