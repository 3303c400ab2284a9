// The arithmetic of the model, on its own: nothing of the program's is used, so that a mistake there is not made here.

/** To the nearest whole number; a half goes away from zero. */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** Shares a total over weights: whole parts first, then one unit each to the largest fractions, the earlier first. */
export function share(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const sign = total < 0n ? -1n : 1n;
  const size = total * sign;
  if (size === 0n) return weights.map(() => 0n);
  if (sum === 0n) throw new Error('nothing to share over');
  const parts = weights.map((weight) => (size * weight) / sum);
  const fractions = weights.map((weight, index) => ({ index, rest: size * weight - parts[index]! * sum }));
  let left = size - parts.reduce((all, part) => all + part, 0n);
  fractions.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of fractions) {
    if (left === 0n) break;
    parts[index] = parts[index]! + 1n;
    left -= 1n;
  }
  return parts.map((part) => part * sign);
}

export function sumOf(values: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const value of values) sum += value;
  return sum;
}
