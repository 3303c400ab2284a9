// What store/billing-runs/folded-items.ts does in the database, said plainly, for tests to compare with.

import type { BookItem } from '#core/billing/draft.ts';
import type { FoldBounds } from '#store/billing-runs/folded-items.ts';

export function fold(items: readonly BookItem[], { offeredUpTo, carriedAfter }: FoldBounds): BookItem[] {
  const alike = Map.groupBy(items, (item) => {
    const isFolded =
      item.kind === 'time' && (item.openMinor !== 0n || !item.billable || item.priceMinor === 0n);
    return [
      item.jobId,
      isFolded ? 'time' : item.itemId,
      item.jobTaskId,
      item.billable,
      item.onDraft !== null,
      item.originOn > offeredUpTo,
      carriedAfter !== null && item.originOn > carriedAfter,
      item.openMinor !== 0n,
    ].join('/');
  });
  return [...alike.values()].map(one).toSorted(byDateThenId);
}

function one(items: readonly BookItem[]): BookItem {
  const [first] = items.toSorted(byDateThenId) as [BookItem];
  return {
    ...first,
    itemId: items.reduce((least, { itemId }) => (itemId < least ? itemId : least), first.itemId),
    openMinor: items.reduce((sum, { openMinor }) => sum + openMinor, 0n),
    openQuantity: items.reduce((sum, { openQuantity }) => sum + openQuantity, 0),
  };
}

function byDateThenId(a: BookItem, b: BookItem): number {
  if (a.originOn !== b.originOn) return a.originOn < b.originOn ? -1 : 1;
  return a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0;
}
