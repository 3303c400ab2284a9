// Which open interims an invoice has absorbed. Sources do not say; what they leave is an invoice whose total is smaller
// than its lines by just the interims that were ticked.

import type { InterimAbsorbedEffect } from '#core/billing/effects.ts';
import type { OpenItem } from '#core/wip/lines.ts';

export type Absorption = { readonly interim: OpenItem; readonly amountMinor: bigint };

/** Beyond this many, only all, one, or the oldest are tried. */
const combinedMax = 12;

/** Whole interims that add up to the amount exactly, the fewest that do; undefined when none do. */
export function interimsWorth(interims: readonly OpenItem[], amountMinor: bigint): Absorption[] | undefined {
  const whole = interims.map((interim) => ({ interim, amountMinor: -interim.openMinor }));
  if (sum(whole) === amountMinor) return whole;
  const single = whole.find((one) => one.amountMinor === amountMinor);
  if (single !== undefined) return [single];
  if (whole.length > combinedMax) return undefined;
  for (let mask = 1; mask < 1 << whole.length; mask += 1) {
    const chosen = whole.filter((_, index) => (mask >> index) & 1);
    if (sum(chosen) === amountMinor) return chosen;
  }
  return undefined;
}

/** The oldest interims first, the last of them in part; undefined when there is not that much. */
export function oldestInterims(interims: readonly OpenItem[], amountMinor: bigint): Absorption[] | undefined {
  const absorbed: Absorption[] = [];
  let left = amountMinor;
  for (const interim of interims) {
    if (left === 0n) break;
    const open = -interim.openMinor;
    const amount = open < left ? open : left;
    absorbed.push({ interim, amountMinor: amount });
    left -= amount;
  }
  return left === 0n ? absorbed : undefined;
}

/** Without a line, until the document is found to print them. */
export function absorptions(absorbed: readonly Absorption[]): InterimAbsorbedEffect[] {
  return absorbed.map(({ interim, amountMinor }) => ({
    kind: 'interimAbsorbed',
    lineKey: null,
    item: interim,
    amountMinor,
  }));
}

export function sum(absorbed: readonly Absorption[]): bigint {
  return absorbed.reduce((total, { amountMinor }) => total + amountMinor, 0n);
}
