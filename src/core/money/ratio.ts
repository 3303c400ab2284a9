// Ratios as people read them: percentages and numbers of days, as decimal text, rounded once at the end.

import { divideHalfUp } from './division.ts';
import { formatScaled } from './money.ts';

export const percentDigits = 2;
export const dayDigits = 1;

/** Part ÷ whole in percent, half up to two decimals; null where there is no whole above zero to compare with. */
export function percentOf(part: bigint, whole: bigint): string | null {
  if (whole <= 0n) return null;
  return formatScaled(divideHalfUp(part * 100n * 10n ** BigInt(percentDigits), whole), percentDigits);
}

/** How many tenths of a day an amount stands for where `perDays` days made `flow`, half up; null without a flow. */
export function tenthsOfDays(amount: bigint, flow: bigint, perDays: number): bigint | null {
  if (flow <= 0n) return null;
  return divideHalfUp(amount * BigInt(perDays) * 10n ** BigInt(dayDigits), flow);
}

export function formatDays(tenths: bigint): string {
  return formatScaled(tenths, dayDigits);
}
