// The entries of a job as they stand in the grid: in groups, and which of them can be on this invoice at all.

import type { BillableItem } from '../../api/invoices.ts';

export type GroupBy = 'task' | 'staff' | 'day';

export type EntryGroup = { key: string; name: string; items: readonly BillableItem[] };

export function entryGroups(items: readonly BillableItem[], groupBy: GroupBy): EntryGroup[] {
  const entries = items.filter(({ kind }) => kind !== 'interim');
  const nameOf = (item: BillableItem) => {
    if (groupBy === 'day') return 'All entries';
    if (groupBy === 'task') return item.jobTaskName ?? (item.kind === 'cost' ? 'Costs' : 'No task');
    return item.staffName ?? 'Costs';
  };
  // What nobody means to bill comes last.
  const isBillable = ({ items: members }: EntryGroup) => members.some(({ billable }) => billable);
  const groups = [...Map.groupBy(entries, nameOf)].map(([name, members]) => ({
    key: name,
    name,
    items: members.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
  }));
  return groups.toSorted((a, b) => Number(isBillable(b)) - Number(isBillable(a)));
}

/** Why an entry cannot be on the invoice; null when it can. */
export function whyOut(item: BillableItem, invoiceId: string | null, cutOffOn: string): string | null {
  if (item.draftId !== null && item.draftId !== invoiceId) return 'On another draft';
  if (cutOffOn !== '' && item.date > cutOffOn) return 'After the cut-off: carried';
  return null;
}

/** The groups as far as so many entries of them go. */
export function firstOf(groups: readonly EntryGroup[], entriesMax: number) {
  return groups.flatMap((group, place) => {
    const before = groups.slice(0, place).reduce((sum, { items }) => sum + items.length, 0);
    const shown = group.items.slice(0, Math.max(0, entriesMax - before));
    return shown.length === 0 ? [] : [{ group, shown }];
  });
}
