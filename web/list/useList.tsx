// What a list page is made of: its rows as far as they are loaded, the keys that act on the current one, and the sums at
// the foot.

import { useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { ListQuestion } from '../api/resource.ts';
import type { Line, Sort } from '../table/columns.ts';
import { parseSort } from '../table/columns.ts';
import type { Totals } from '../table/DataTable.tsx';
import { useCurrentLine } from '../table/useCurrentLine.ts';
import type { Command } from '../util/commands.ts';
import { useCommands } from '../util/commands.ts';
import { useFirm, useFormats } from '../util/firm-context.ts';
import { useKeys } from '../util/keys.ts';
import type { PageSearch } from '../util/page-search.ts';
import { sumOf } from '../util/sums.ts';
import type { ListColumn, Sums } from './columns.tsx';
import type { Filter } from './filters.ts';
import { questionOf } from './filters.ts';
import classes from './list.module.css';
import { useRows } from './useRows.ts';

type RowsOptions<Row> = {
  path: string;
  idOf: (row: Row) => string;
  question?: ListQuestion;
  changesWith?: readonly string[];
  isPaged?: boolean;
  filters: readonly Filter[];
  search: PageSearch;
  sort?: Sort;
  sortsBy?: 'sortAndOrder' | 'order' | 'nothing';
};

export function useListRows<Row>(options: RowsOptions<Row>) {
  const { path, idOf, filters, search, sortsBy = 'sortAndOrder', changesWith, isPaged } = options;
  const sort = parseSort(search['sort']) ?? options.sort ?? null;
  const question: ListQuestion = {
    ...options.question,
    ...questionOf(filters, search),
    search: search['text'],
    ...(sort === null || sortsBy === 'nothing' ? {} : { order: sort.descending ? 'desc' : 'asc' }),
    ...(sort === null || sortsBy !== 'sortAndOrder' ? {} : { sort: sort.key }),
  };
  return { ...useRows<Row>({ path, question, idOf, changesWith, isPaged }), question, sort };
}

export function useListLines<Row>(rows: readonly Row[], idOf: (row: Row) => string): Line<Row, Sums>[] {
  return useMemo(
    () => rows.map((row, rowIndex) => ({ kind: 'row', id: idOf(row), row, rowIndex })),
    [rows, idOf],
  );
}

type RowKeys<Row> = {
  lines: readonly Line<Row, Sums>[];
  hrefOf: (row: Row) => string;
  toggle: ((id: string, extend: boolean) => void) | undefined;
  onPeek?: ((row: Row) => void) | undefined;
  /** What else can be done with the current row; `next` goes on to the one below. */
  commandsOf?: ((row: Row, next: () => void) => readonly Command[]) | undefined;
};

const noCommands: readonly Command[] = [];

/** Which line is current, and the keys that act on it. */
export function useRowKeys<Row>({ lines, hrefOf, toggle, onPeek, commandsOf }: RowKeys<Row>) {
  const router = useRouter();
  const { at, move, onCurrent, focusRequest } = useCurrentLine(lines.length);
  const line = lines[at];
  const open = useCallback((row: Row) => router.history.push(hrefOf(row)), [router, hrefOf]);
  const row = line?.kind === 'row' ? line : null;
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    ...(toggle ? { x: () => row && toggle(row.id, false) } : {}),
    ...(onPeek ? { ' ': () => row && onPeek(row.row) } : {}),
    Enter: () => row && open(row.row),
  });
  const next = () => {
    onCurrent(at);
    move(1);
  };
  useCommands(row === null || commandsOf === undefined ? noCommands : commandsOf(row.row, next));
  return { current: at, onCurrent, focusRequest, onOpenRow: open };
}

type FootOptions<Row> = {
  rows: readonly Row[];
  chosen: readonly Row[];
  columns: readonly ListColumn<Row>[];
  nouns: readonly [one: string, many: string];
  currencyOf?: (row: Row) => string;
  /** Whether all rows are loaded; else there is no sum of them here. */
  isWhole: boolean;
};

/** The count at the foot, with sums per currency where columns have them: of what is ticked, and of everything. */
export function useFootSums<Row>(options: FootOptions<Row>): Totals<Sums>[] {
  const { rows, chosen, columns, nouns, currencyOf, isWhole } = options;
  const formats = useFormats();
  const { currency } = useFirm();
  return useMemo(() => {
    const lines = (of: readonly Row[], words: string, tone?: 'selection'): Totals<Sums>[] =>
      sumsOf(of, columns, currencyOf ?? (() => currency)).map((total, place, all) => ({
        id: `${words} ${total.currency}`,
        total,
        label: (
          <span className={classes.totalLabel}>
            {place === 0 ? words : ''}
            {all.length > 1 && <span className="quiet">{total.currency}</span>}
          </span>
        ),
        ...(tone === undefined ? {} : { tone }),
      }));
    const count = (of: readonly Row[], more: string) =>
      `${formats.count(of.length)}${more} ${nouns[of.length === 1 && more === '' ? 0 : 1]}`;
    return [
      ...(chosen.length === 0 ? [] : lines(chosen, `${count(chosen, '')} selected`, 'selection')),
      ...(isWhole ? lines(rows, count(rows, '')) : [countOnly(count(rows, '+'))]),
    ];
  }, [rows, chosen, columns, nouns, currencyOf, isWhole, formats, currency]);
}

function countOnly(words: string): Totals<Sums> {
  return {
    id: 'count',
    total: { currency: '', byColumn: {} },
    label: <span className={classes.totalLabel}>{words}</span>,
  };
}

function sumsOf<Row>(
  rows: readonly Row[],
  columns: readonly ListColumn<Row>[],
  currencyOf: (row: Row) => string,
): Sums[] {
  const summed = columns.flatMap(({ key, amountOf }) => (amountOf ? [{ key, amountOf }] : []));
  if (summed.length === 0) return [{ currency: '', byColumn: {} }];
  return [...Map.groupBy(rows, currencyOf)].map(([currency, members]) => ({
    currency,
    byColumn: Object.fromEntries(
      summed.flatMap(({ key, amountOf }) => {
        const amounts = members.map(amountOf).filter((amount) => amount !== null);
        return amounts.length === 0 ? [] : [[key, sumOf(amounts)]];
      }),
    ),
  }));
}

/** The hidden columns that an address names: `hide=none` hides nothing, no `hide` what is hidden at first. */
export function hiddenIn<Row>(
  columns: readonly ListColumn<Row>[],
  hide: string | undefined,
): ReadonlySet<string> {
  if (hide !== undefined) return new Set(hide.split(','));
  return new Set(columns.filter(({ hiddenAtFirst }) => hiddenAtFirst).map(({ key }) => key));
}

export function hideOf<Row>(
  columns: readonly ListColumn<Row>[],
  hidden: ReadonlySet<string>,
): string | undefined {
  const keys = columns.map(({ key }) => key).filter((key) => hidden.has(key));
  if (keys.join() === [...hiddenIn(columns, undefined)].join()) return undefined;
  return keys.length === 0 ? 'none' : keys.join(',');
}
