// Sharing a total over weights without losing a cent: the method of the largest remainder (docs/ledger-rules.md
// section 5, point 4). Each share is first the ideal share without its fraction; the minor units that are left over go,
// one each, to the shares whose fraction was largest, and of equal fractions to the earlier one. Callers order what they
// share by date and then by id, so "earlier" means the same thing each time.
//
// What holds, and what does not:
// - The shares add up to the total exactly, and each is less than one minor unit away from its ideal.
// - The larger of two weights never gets the smaller share (in size), and a weight of zero gets nothing.
// - A negative total gives the shares of the positive one with their signs turned, so undoing is exact.
// - A larger total does NOT always give every share at least as much. No method of largest remainders can promise that;
//   callers that add to a spread must spread the whole again instead of adding two spreads.

import { absolute } from './division.ts';

/**
 * Shares `totalMinor` over the weights and returns one share per weight, in the same order and unit.
 *
 * Weights are amounts or quantities of any common unit and may not be negative. Throws a RangeError for a negative
 * weight, and when all weights are zero (or there are none) while the total is not: there is nothing to share over,
 * and the caller has to say where such a total goes.
 */
export function apportion(totalMinor: bigint, weights: readonly bigint[]): bigint[] {
  const weightSum = sumOfWeights(weights);
  if (totalMinor === 0n) return weights.map(() => 0n);
  if (weightSum === 0n) throw new RangeError(`no weight to share ${totalMinor} over`);

  const total = absolute(totalMinor);
  const products = weights.map((weight) => total * weight);
  const shares = products.map((product) => product / weightSum);
  const leftOver = Number(total - shares.reduce((sum, share) => sum + share, 0n));
  for (const index of largestRemainders(products, weightSum).slice(0, leftOver)) {
    shares[index] = (shares[index] as bigint) + 1n;
  }
  return totalMinor < 0n ? shares.map((share) => -share) : shares;
}

/** The positions ordered by what remains of each product after the division: largest first, then the earlier one. */
function largestRemainders(products: readonly bigint[], weightSum: bigint): number[] {
  const remainders = products.map((product) => product % weightSum);
  return products
    .map((_, index) => index)
    .sort((a, b) => {
      const difference = (remainders[b] as bigint) - (remainders[a] as bigint);
      if (difference === 0n) return a - b;
      return difference > 0n ? 1 : -1;
    });
}

function sumOfWeights(weights: readonly bigint[]): bigint {
  let sum = 0n;
  for (const weight of weights) {
    if (weight < 0n) throw new RangeError(`a weight may not be negative: ${weight}`);
    sum += weight;
  }
  return sum;
}
