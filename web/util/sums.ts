// Sums of what a person ticked, in whole minor units, exactly as the server would add them.

import { formatScaled, parseScaled } from '#core/money/money.ts';

/** The sum of decimal strings of one currency; null adds nothing. */
export function sumOf(amounts: Iterable<string | null>): string {
  let digits = 0;
  let sum = 0n;
  for (const amount of amounts) {
    if (amount === null) continue;
    const point = amount.indexOf('.');
    if (point >= 0) digits = amount.length - point - 1;
    sum += parseScaled(amount, digits) ?? 0n;
  }
  return formatScaled(sum, digits);
}

export function isNegative(amount: string): boolean {
  return amount.startsWith('-');
}

export function isZero(amount: string): boolean {
  return /^-?[0.]+$/.test(amount);
}
