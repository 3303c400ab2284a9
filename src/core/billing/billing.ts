// An open item on an invoice: what it is billed at, what is written on or off, and what stays (docs/ledger-rules.md
// section 4, rows 1 to 12). Billed above what is open, the difference is written on. Billed below, the rest is written off
// and the item closes with all of its quantity; or it is carried forward and keeps a part of the quantity, so that it can
// be billed by the hour or the piece again.

import { absolute, divideHalfUp, divideTowardsZero } from '../money/division.ts';
import { multiplyRate } from '../money/money.ts';
import { multiplyQuantity } from '../money/quantity.ts';
import { refuse, done, type Result } from '../refusal.ts';
import type { ChosenItem } from './chosen.ts';
import type { BookItem, ItemDecision } from './draft.ts';
import type { ItemEffect } from './effects.ts';
import { spread, type Spread } from './spread.ts';

export type Billing = {
  readonly item: BookItem;
  readonly billedMinor: bigint;
  /** What the invoice says was done, signed as the item; may be more than is open. */
  readonly quantity: number;
  /** The author set its quantity or amount: a fixed total is spread over the others. */
  readonly isPinned: boolean;
  /** As the author said; null: by the decision table. */
  readonly rest: 'writeOff' | 'carryForward' | null;
  readonly lineKey: string | null;
};

export function billingOf({ item, decision }: ChosenItem, lineKey: string | null): Billing {
  return {
    item,
    billedMinor: worthOf(item, decision),
    quantity: decision.quantity ?? item.openQuantity,
    isPinned: decision.quantity !== null || decision.amountMinor !== null,
    rest: decision.rest,
    lineKey,
  };
}

/** An item that recognises its share of a spread and closes. */
export function closingAt(item: BookItem, billedMinor: bigint, lineKey: string | null): Billing {
  return { item, billedMinor, quantity: item.openQuantity, isPinned: true, rest: 'writeOff', lineKey };
}

/** What a decision bills an item at: the amount given, else its quantity's part of what is open, rounded half up. */
export function worthOf(item: BookItem, { amountMinor, quantity }: Omit<ItemDecision, 'itemId'>): bigint {
  if (amountMinor !== null) return amountMinor;
  const given = quantity ?? item.openQuantity;
  if (item.openMinor === 0n || (item.openQuantity === 0 && quantity !== null)) return pricedAt(item, given);
  if (given === item.openQuantity) return item.openMinor;
  return divideHalfUp(item.openMinor * BigInt(given), BigInt(item.openQuantity));
}

/** A quantity of an item at the item's own price. */
function pricedAt(item: BookItem, quantity: number): bigint {
  return item.kind === 'time'
    ? multiplyRate(quantity, item.priceMinor)
    : multiplyQuantity(quantity, item.priceMinor);
}

function isBelowOpen({ item, billedMinor }: Billing): boolean {
  return absolute(billedMinor) < absolute(item.openMinor);
}

/** Whether the author leaves some of the item open. */
export function leavesRest(billing: Billing): boolean {
  return billing.rest === 'carryForward' && (isBelowOpen(billing) || isPartOfNothing(billing));
}

function isPartOfNothing({ item, quantity }: Billing): boolean {
  return item.openMinor === 0n && Math.abs(quantity) < Math.abs(item.openQuantity);
}

/** The billing with what becomes of the rest decided, and the quantity that goes with what is billed. */
export function withRest(billing: Billing, rest: 'writeOff' | 'carryForward'): Billing {
  const decided = { ...billing, rest };
  return leavesRest(decided) ? { ...decided, quantity: quantityBilled(decided) } : decided;
}

/** What a billing does to its item. */
export function settle(billing: Billing): ItemEffect {
  const { item, billedMinor, lineKey } = billing;
  const nothing = { writtenOnMinor: 0n, writtenOffMinor: 0n, writtenOffQuantity: 0 };
  const billed = { kind: 'item', lineKey, item, billedMinor } as const;
  if (leavesRest(billing)) {
    // Of an item without value a part is billed at its price: there is nothing open to take that from.
    const writtenOnMinor = item.openMinor === 0n ? billedMinor : 0n;
    return { ...billed, ...nothing, billedQuantity: quantityBilled(billing), writtenOnMinor };
  }
  if (!isBelowOpen(billing)) {
    const writtenOnMinor = billedMinor - item.openMinor;
    return { ...billed, ...nothing, billedQuantity: item.openQuantity, writtenOnMinor };
  }
  const shown =
    Math.abs(billing.quantity) < Math.abs(item.openQuantity) ? billing.quantity : item.openQuantity;
  const billedQuantity = billedMinor === 0n ? 0 : shown;
  const writtenOffQuantity = item.openQuantity - billedQuantity;
  const writtenOffMinor = item.openMinor - billedMinor;
  return { ...billed, billedQuantity, writtenOnMinor: 0n, writtenOffMinor, writtenOffQuantity };
}

/** The quantity that leaves with a part: as it was given, else in proportion to the value, without a fraction. */
function quantityBilled({ item, billedMinor, quantity }: Billing): number {
  if (Math.abs(quantity) < Math.abs(item.openQuantity)) return quantity;
  return Number(divideTowardsZero(BigInt(item.openQuantity) * billedMinor, item.openMinor));
}

/** An item that closes without being billed, with all of its quantity. */
export function writtenOff(item: BookItem): ItemEffect {
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

export type Value = {
  readonly totalMinor: bigint;
  /** What no item can carry is kept as credit: nothing is written off beside it. */
  readonly keepsExcess: boolean;
  /** Where the total was typed. */
  readonly field: string;
};

/** Section 5 over items that may include supplier's credits; refuses what no items can come to. */
export function spreadOver(
  items: readonly BookItem[],
  { totalMinor, keepsExcess, field }: Value,
): Result<Spread<BookItem>> {
  const aboveMinor = items.reduce((left, item) => left - item.openMinor, totalMinor);
  const atOpen = items.map((item) => ({ item, recognisedMinor: item.openMinor }));
  if (aboveMinor === 0n) return done({ shares: atOpen, unallocatedMinor: 0n });
  if (totalMinor < 0n) {
    const detail =
      'What was set by hand on the lines comes to more than the total; lower it, or raise the total.';
    return refuse('cannotSpread', detail, { field });
  }
  const found = spread(items, totalMinor);
  const isCarried = found.unallocatedMinor === 0n;
  return done(isCarried || !keepsExcess ? found : { shares: atOpen, unallocatedMinor: aboveMinor });
}
