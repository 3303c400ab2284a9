// The rows of a report as they stand on its page: all of them, sorted, put under headings, with their sums. Filtering,
// grouping by the ledger and totals are the server's; here shown rows are only put in order and added up.

import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ReportColumn } from '#contract/reports/columns.ts';
import type { ReportRow } from '../../api/reports.ts';
import { reportQuery } from '../../api/reports.ts';
import type { Sums } from '../../list/columns.tsx';
import type { Line, Sort } from '../../table/columns.ts';
import { sumOf } from '../../util/sums.ts';
import { takes } from './parameters.ts';
import type { Asked, ReportView } from './view.ts';
import { textAt } from './view.ts';

export type ReportLine = Line<ReportRow, Sums>;

export function useReport(view: ReportView, asked: Asked) {
  const isMissing = view.needs !== undefined && asked[view.needs] === undefined;
  const query = useInfiniteQuery({
    ...reportQuery(view.name, asked, takes(view, 'cursor')),
    enabled: !isMissing,
  });
  const { data, hasNextPage, isFetching, isError, isPlaceholderData, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && !isPlaceholderData) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, isPlaceholderData, fetchNextPage]);
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  return { query, rows, answer: data?.pages[0], isWhole: data !== undefined && !hasNextPage, isMissing };
}

/** The columns whose figures can be added up. */
function summedIn(columns: readonly ReportColumn[]): ReportColumn[] {
  return columns.filter(({ summed }) => summed === true);
}

/** Sums of rows per currency, as far as columns have sums. */
function sumsOf(rows: readonly ReportRow[], columns: readonly ReportColumn[]): Sums[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, members]) => ({
    currency,
    byColumn: Object.fromEntries(
      summedIn(columns).map(({ key }) => [key, sumOf(members.map((row) => textAt(row, key)))]),
    ),
  }));
}

/** What stands at the foot: the server's totals, and for columns that it has none of the sums of what shows. */
export function totalsOf(
  given: readonly ReportRow[] | undefined,
  rows: readonly ReportRow[],
  { columns, isWhole }: { columns: readonly ReportColumn[]; isWhole: boolean },
): Sums[] {
  const own = isWhole ? sumsOf(rows, columns) : [];
  if (given === undefined) return own;
  return given.map((total) => ({
    currency: total.currency,
    byColumn: {
      ...own.find(({ currency }) => currency === total.currency)?.byColumn,
      ...Object.fromEntries(
        columns.flatMap(({ key, kind }) => {
          const value = kind === 'text' ? null : textAt(total, key);
          return value === null ? [] : [[key, value]];
        }),
      ),
    },
  }));
}

/** Rows by a column: figures by size, words from A, nothing last. The order needs no cents. */
export function sorted(
  rows: readonly ReportRow[],
  sort: Sort | null,
  { columns, labelOf }: { columns: readonly ReportColumn[]; labelOf: (row: ReportRow) => string },
): readonly ReportRow[] {
  if (sort === null) return rows;
  const { key, descending } = sort;
  const valueOf = (row: ReportRow) => (key === 'row' ? labelOf(row) : textAt(row, key));
  const kind = columns.find((column) => column.key === key)?.kind ?? 'text';
  const isFigure = !['text', 'date', 'instant', 'flag'].includes(kind);
  const direction = descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return direction * (isFigure ? Number(a) - Number(b) : a.localeCompare(b, undefined, { numeric: true }));
  });
}

type UnderOptions = {
  columns: readonly ReportColumn[];
  idOf: (row: ReportRow) => string;
  /** What the heading of a row says; undefined where rows stand under none. */
  headingOf: ((row: ReportRow) => string) | undefined;
  collapsed: ReadonlySet<string>;
};

export function linesOf(rows: readonly ReportRow[], options: UnderOptions): ReportLine[] {
  const { columns, idOf, headingOf, collapsed } = options;
  const lineOf = (row: ReportRow, rowIndex: number): ReportLine => ({
    kind: 'row',
    id: idOf(row),
    row,
    rowIndex,
  });
  if (headingOf === undefined) return rows.map(lineOf);
  let rowIndex = 0;
  return [...Map.groupBy(rows, headingOf)].flatMap(([label, members]): ReportLine[] => {
    const id = `under ${label}`;
    const [first, ...others] = sumsOf(members, columns);
    const isCollapsed = collapsed.has(id);
    return [
      { kind: 'group', id, label, count: members.length, total: first ?? null, collapsed: isCollapsed },
      // Currencies have no common sum, so each has a line.
      ...others.map((total): ReportLine => ({ kind: 'subtotal', id: `${id} ${total.currency}`, total })),
      ...(isCollapsed ? [] : members.map((row) => lineOf(row, rowIndex++))),
    ];
  });
}
