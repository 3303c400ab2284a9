// What replaying does to an open item, as effects: it closes at what it is billed at, or without being billed, or a part
// of it is billed and the rest stays.

import type { ItemEffect } from '#core/billing/effects.ts';
import type { Spread } from '#core/billing/spread.ts';
import { absolute } from '#core/money/division.ts';
import type { OpenItem } from '#core/wip/lines.ts';

/** Closes an item at an amount: billed above what is open, the difference is written on; below, it is written off. */
export function closing(item: OpenItem, billedMinor: bigint, lineKey: string | null): ItemEffect {
  if (billedMinor === 0n) return notBilled(item);
  const difference = billedMinor - item.openMinor;
  const isBelow = absolute(billedMinor) < absolute(item.openMinor);
  return {
    ...notBilled(item),
    lineKey,
    billedMinor,
    billedQuantity: item.openQuantity,
    writtenOnMinor: isBelow ? 0n : difference,
    writtenOffMinor: isBelow ? -difference : 0n,
    writtenOffQuantity: 0,
  };
}

/** Closes an item beside the lines of the invoice. */
export function notBilled(item: OpenItem): ItemEffect {
  return {
    kind: 'item',
    lineKey: null,
    item,
    billedMinor: 0n,
    billedQuantity: 0,
    writtenOnMinor: 0n,
    writtenOffMinor: item.openMinor,
    writtenOffQuantity: item.openQuantity,
  };
}

/** Bills a part of an item at what that part is open at. */
export function billedInPart(
  item: OpenItem,
  part: { readonly billedMinor: bigint; readonly quantity: number },
  lineKey: string | null,
): ItemEffect {
  const { billedMinor, quantity: billedQuantity } = part;
  return {
    ...notBilled(item),
    lineKey,
    billedMinor,
    billedQuantity,
    writtenOffMinor: 0n,
    writtenOffQuantity: 0,
  };
}

/** Closes everything that a spread recognises. */
export function closingAll({ shares }: Spread): ItemEffect[] {
  return shares.map(({ item, recognisedMinor }) => closing(item, recognisedMinor, null));
}
