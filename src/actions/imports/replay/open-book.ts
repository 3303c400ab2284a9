// What is open on the jobs of some invoices, as it changes from one invoice to the next while they are decided in memory.

import { openChange } from '#core/ledger/fold.ts';
import type { Journal } from '#core/ledger/journal.ts';
import type { OpenItem } from '#core/wip/lines.ts';

export class OpenBook {
  readonly #items = new Map<bigint, OpenItem>();

  constructor(items: readonly OpenItem[]) {
    for (const item of items) this.#items.set(item.itemId, item);
  }

  /** The item, if anything of it is open. */
  item(itemId: bigint): OpenItem | undefined {
    return this.#items.get(itemId);
  }

  /** What is open on a job, by date then id. */
  ofJob(jobId: number): OpenItem[] {
    return [...this.#items.values()].filter((item) => item.jobId === jobId).toSorted(byDateThenId);
  }

  /** What is open on a job, interims deducted. */
  netOf(jobId: number): bigint {
    return this.ofJob(jobId).reduce((net, { openMinor }) => net + openMinor, 0n);
  }

  /** A new item, before its first line. */
  add(item: OpenItem): void {
    this.#items.set(item.itemId, item);
  }

  apply(journals: readonly Journal[]): void {
    for (const line of journals.flatMap((journal) => journal.lines)) {
      const item = line.itemId === null ? undefined : this.#items.get(line.itemId);
      if (item === undefined) continue;
      const { amountMinor, quantity } = openChange(line);
      const openMinor = item.openMinor + amountMinor;
      const openQuantity = item.openQuantity + quantity;
      if (openMinor === 0n && openQuantity === 0) this.#items.delete(item.itemId);
      else this.#items.set(item.itemId, { ...item, openMinor, openQuantity });
    }
  }
}

function byDateThenId(a: OpenItem, b: OpenItem): number {
  if (a.originOn !== b.originOn) return a.originOn < b.originOn ? -1 : 1;
  return a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0;
}
