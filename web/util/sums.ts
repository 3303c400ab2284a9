// Sums of what a person ticked, in whole minor units, exactly as the server would add them.

import { formatScaled, parseScaled } from '#core/money/money.ts';

/** The sum of decimal strings of one currency, with as many decimals as the longest has; null adds nothing. */
export function sumOf(amounts: Iterable<string | null>): string {
  const given = [...amounts].filter((amount) => amount !== null);
  const digits = given.reduce((most, amount) => Math.max(most, decimalsOf(amount)), 0);
  const sum = given.reduce((total, amount) => total + (parseScaled(amount, digits) ?? 0n), 0n);
  return formatScaled(sum, digits);
}

export function isNegative(amount: string): boolean {
  return amount.startsWith('-');
}

export function isZero(amount: string): boolean {
  return /^-?[0.]+$/.test(amount);
}

function decimalsOf(amount: string): number {
  const point = amount.indexOf('.');
  return point < 0 ? 0 : amount.length - point - 1;
}
