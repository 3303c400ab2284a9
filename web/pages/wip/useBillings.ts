// The rows of Estimated Billings, as loaded so far, and the lines that the table makes of them. The server filters, sorts,
// groups and adds up; here rows are only put under the headings that it gave.

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { BillingGroups, BillingRow, BillingTotal } from '../../api/estimated-billings.ts';
import { estimatedBillingsQuery } from '../../api/estimated-billings.ts';
import type { Line } from '../../table/columns.ts';
import type { WipSearch } from './search.ts';

export type BillingLine = Line<BillingRow, BillingTotal>;

export function useBillings(search: WipSearch) {
  const query = useInfiniteQuery(estimatedBillingsQuery(search));
  const { data, hasNextPage, isFetching, isError, isPlaceholderData, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && !isPlaceholderData) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, isPlaceholderData, fetchNextPage]);
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  // Sums and headings cover the whole and come with the first page.
  const answer = data?.pages[0];
  return { query, rows, answer };
}

export function linesOf(
  rows: readonly BillingRow[],
  groups: BillingGroups | null,
  group: WipSearch['group'],
  collapsed: ReadonlySet<string>,
): BillingLine[] {
  if (group === undefined || groups === null) {
    return rows.map((row, rowIndex) => ({ kind: 'row', id: row.jobId, row, rowIndex }));
  }
  const rowsOfGroup = Map.groupBy(
    rows.map((row, rowIndex) => ({ row, rowIndex })),
    ({ row }) => groupIdOf(row, group),
  );
  return groups.flatMap(({ id, name, totals }): BillingLine[] => {
    const key = groupKey(id);
    const isCollapsed = collapsed.has(key);
    const heading: BillingLine = {
      kind: 'group',
      id: key,
      label: name ?? `No ${group}`,
      count: totals.reduce((sum, { jobs }) => sum + jobs, 0),
      total: totals[0] ?? null,
      collapsed: isCollapsed,
    };
    // Currencies have no common sum, so each has a line.
    const headings = [
      heading,
      ...totals
        .slice(1)
        .map((total): BillingLine => ({ kind: 'subtotal', id: `${key} ${total.currency}`, total })),
    ];
    if (isCollapsed) return headings;
    return [
      ...headings,
      ...(rowsOfGroup.get(id) ?? []).map(({ row, rowIndex }): BillingLine => ({
        kind: 'row',
        id: row.jobId,
        row,
        rowIndex,
      })),
    ];
  });
}

/** The id of the heading of a group; the group of those without, such as jobs without a manager, has one too. */
export function groupKey(id: string | null): string {
  return `group ${id ?? 'none'}`;
}

function groupIdOf(row: BillingRow, group: NonNullable<WipSearch['group']>): string | null {
  switch (group) {
    case 'client':
      return row.clientId;
    case 'manager':
      return row.managerId;
    case 'partner':
      return row.partnerId;
    case 'state':
      return row.stateId;
  }
}
