// Sharing a rounded total over parts of either sign: money/apportion.ts by the method of the largest remainder, where
// lines that are taken off stand between lines that are charged. The parts' exact values are known, and the total is
// their sum rounded to one of its two neighbours; each part then becomes one of the two neighbours of its own value.

import { absolute } from '../money/division.ts';

/**
 * Shares of `totalMinor`, one per part; the exact value of a part is its numerator over the divisor. The shares add up to
 * the total and each is less than a minor unit away from its part; a part that is a whole number stays. Turned signs give
 * turned shares. Throws a RangeError for a total that is not the parts' sum, rounded.
 */
export function shareSigned(totalMinor: bigint, numerators: readonly bigint[], divisor: bigint): bigint[] {
  const numeratorSum = numerators.reduce((sum, numerator) => sum + numerator, 0n);
  if (absolute(totalMinor * divisor - numeratorSum) >= divisor) {
    throw new RangeError(`${totalMinor} is not ${numeratorSum} / ${divisor}, rounded`);
  }
  if (isMirrored(numeratorSum, numerators)) {
    return shareUpward(
      -totalMinor,
      numerators.map((numerator) => -numerator),
      divisor,
    ).map((share) => -share);
  }
  return shareUpward(totalMinor, numerators, divisor);
}

/** Takes each part down to a whole number and gives what is left, one each, to the largest fractions. */
function shareUpward(totalMinor: bigint, numerators: readonly bigint[], divisor: bigint): bigint[] {
  const fractions = numerators.map((numerator) => ((numerator % divisor) + divisor) % divisor);
  const shares = numerators.map((numerator, index) => (numerator - (fractions[index] as bigint)) / divisor);
  const left = Number(totalMinor - shares.reduce((sum, share) => sum + share, 0n));
  const largestFirst = [...fractions.keys()].sort((a, b) => {
    const difference = (fractions[b] as bigint) - (fractions[a] as bigint);
    return difference === 0n ? a - b : difference > 0n ? 1 : -1;
  });
  for (const index of largestFirst.slice(0, left)) shares[index] = (shares[index] as bigint) + 1n;
  return shares;
}

/** Equal fractions go by order, so the mirror of a document must be shared as the document and mirrored again. */
function isMirrored(numeratorSum: bigint, numerators: readonly bigint[]): boolean {
  if (numeratorSum !== 0n) return numeratorSum < 0n;
  return (numerators.find((numerator) => numerator !== 0n) ?? 0n) < 0n;
}
