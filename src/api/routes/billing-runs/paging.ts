import type { z } from 'zod';
import type { textAndId } from '#contract/paging.ts';

type Key = z.output<typeof textAndId>;

/** A page of what was read with one more than wanted. */
export function pageFrom<Item>(found: readonly Item[], limit: number, keyOf: (item: Item) => Key) {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : keyOf(last) };
}
