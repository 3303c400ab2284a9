// Spreading a total over items (docs/ledger-rules.md section 5). V is what is to be recognised; D = V − what the items
// are worth. Costs are recovered in full first and D falls on time, pro rata to what is open. Time that cannot carry it
// is written off whole and the rest falls on the costs; without time of value D falls on the costs; without either it
// stands unallocated. Cents by largest remainder, ties by date then id: the parts always add up to V.
//
// A supplier's credit carries nothing: it is recognised in full beside whatever carries D, and written off where nothing
// does. So what is recognised of an item never changes sides.

import { apportion } from '../money/apportion.ts';
import type { OpenItem } from '../wip/lines.ts';

export type Share<Item extends OpenItem = OpenItem> = {
  readonly item: Item;
  /** What of V the item recognises: its open value plus its part of D. */
  readonly recognisedMinor: bigint;
};

export type Spread<Item extends OpenItem = OpenItem> = {
  readonly shares: readonly Share<Item>[];
  /** What no item could carry; 0 when there is an item of value. */
  readonly unallocatedMinor: bigint;
};

export function spread<Item extends OpenItem>(items: readonly Item[], totalMinor: bigint): Spread<Item> {
  const ordered = items.toSorted(byDateThenId);
  const time = ordered.filter((item) => item.kind === 'time');
  const costs = ordered.filter((item) => item.kind === 'cost');
  const timeMinor = worth(time);
  const costMinor = worth(costs);
  const difference = totalMinor - timeMinor - costMinor;

  if (timeMinor > 0n && timeMinor + difference >= 0n) {
    return { shares: [...carry(time, difference), ...carry(costs, 0n)], unallocatedMinor: 0n };
  }
  if (costs.some((cost) => cost.openMinor > 0n)) {
    return {
      shares: [...carry(time, -timeMinor), ...carry(costs, totalMinor - costMinor)],
      unallocatedMinor: 0n,
    };
  }
  return {
    shares: [...time, ...costs].map((item) => ({ item, recognisedMinor: 0n })),
    unallocatedMinor: totalMinor,
  };
}

function worth(items: readonly OpenItem[]): bigint {
  return items.reduce((sum, item) => sum + item.openMinor, 0n);
}

/** Each item's open value plus its part of a difference, pro rata to open value; credits carry none. */
function carry<Item extends OpenItem>(items: readonly Item[], differenceMinor: bigint): Share<Item>[] {
  if (items.length === 0) return [];
  const weights = items.map((item) => (item.openMinor > 0n ? item.openMinor : 0n));
  const parts = differenceMinor === 0n ? weights.map(() => 0n) : apportion(differenceMinor, weights);
  return items.map((item, index) => ({ item, recognisedMinor: item.openMinor + parts[index]! }));
}

function byDateThenId(a: OpenItem, b: OpenItem): number {
  if (a.originOn !== b.originOn) return a.originOn < b.originOn ? -1 : 1;
  return a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0;
}
