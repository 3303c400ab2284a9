// The auditor's own arithmetic, from the words of the rules and from nothing in the product.

import type { Rounding } from '../practice.ts';

/** Half up, a half away from zero. */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const doubled = 2n * (negative ? -numerator : numerator) + denominator;
  const rounded = doubled / (2n * denominator);
  return negative ? -rounded : rounded;
}

/** Shares a total of any sign over weights: whole units first, what is left to the largest remainders, earlier ones first. */
export function shareOut(total: bigint, weights: readonly bigint[]): bigint[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  const size = total < 0n ? -total : total;
  const shares = weights.map((weight, place) => ({
    place,
    whole: (size * weight) / all,
    rest: (size * weight) % all,
  }));
  let left = size - shares.reduce((sum, { whole }) => sum + whole, 0n);
  for (const share of shares.toSorted((a, b) => Number(b.rest - a.rest) || a.place - b.place)) {
    if (left === 0n) break;
    share.whole += 1n;
    left -= 1n;
  }
  return shares.map(({ whole }) => (total < 0n ? -whole : whole));
}

export function roundedMinutes(minutes: number, { increment, direction }: Rounding): number {
  const exact = minutes / increment;
  if (direction === 'up') return Math.ceil(exact) * increment;
  return (direction === 'down' ? Math.floor(exact) : Math.floor(exact + 0.5)) * increment;
}

export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

export function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
