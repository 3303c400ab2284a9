// A page that lists records: filters in its address, sorting, columns that can be chosen, endless rows, the keyboard,
// sums, what can be done with the rows that are ticked, and what stands there when there are none. A list is described,
// not programmed: web/README.md shows one.

import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { ListQuestion } from '../api/resource.ts';
import { DataTable } from '../table/DataTable.tsx';
import { formatSort, type Sort } from '../table/columns.ts';
import { useRowHeight } from '../table/row-height.ts';
import { useSelection } from '../table/useSelection.ts';
import { ProblemNotice } from '../ui/Notice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useLastAddress } from '../util/last-address.ts';
import { usePageSearch } from '../util/page-search.ts';
import { stringifySearch } from '../util/search.ts';
import type { BulkAction } from './BulkBar.tsx';
import { BulkBar } from './BulkBar.tsx';
import { ColumnChooser } from './ColumnChooser.tsx';
import type { ListColumn, Sums } from './columns.tsx';
import { EmptyList, type NothingYet } from './EmptyList.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { FilterBar } from './FilterBar.tsx';
import { keysOf, type Filter } from './filters.ts';
import classes from './list.module.css';
import type { Card } from './narrow.tsx';
import { SavedViews } from './SavedViews.tsx';
import { useFootSums, useListLines, useListRows, useRowKeys } from './useList.tsx';
import { usePrint } from './usePrint.ts';
import { useMoneyWidths } from './useMoneyWidths.ts';
import { useListColumns } from './useListColumns.ts';

export type ListPageProps<Row> = {
  title: string;
  /** Where the page is: '/clients'. */
  href: string;
  /** The list of the API; the address of the page unless said. */
  path?: string;
  /** What is asked besides the filters. */
  question?: ListQuestion;
  /** Topics that the rows change with, besides the list's own. */
  changesWith?: readonly string[];
  /** A list that is answered whole takes no cursor. */
  isPaged?: boolean;
  /** One of them and several, for the count at the foot: ['client', 'clients']. */
  nouns: readonly [one: string, many: string];
  /** These functions and the columns must stay the same from one rendering to the next: put them outside. */
  idOf: (row: Row) => string;
  /** What the row is called, for screen readers. */
  nameOf: (row: Row) => string;
  hrefOf: (row: Row) => string;
  columns: readonly ListColumn<Row>[];
  /** How a row looks on a phone. */
  cardOf: (row: Row) => Card;
  currencyOf?: (row: Row) => string;
  filters?: readonly Filter[];
  finds?: string;
  /** How the rows are sorted until somebody sorts them. */
  sort?: Sort;
  /** How the list takes the sorting: `sort` and `order`, only `order`, or not at all. */
  sortsBy?: 'sortAndOrder' | 'order' | 'nothing';
  nothingYet: NothingYet;
  /** Buttons of the page, at its top right. */
  actions?: ReactNode;
  /** Between the title and the filters, such as figures. */
  children?: ReactNode;
  /** What can be done with ticked rows; no ticks without it. */
  bulk?: (rows: readonly Row[], done: () => void) => readonly BulkAction[];
  /** Space on a row. */
  onPeek?: (row: Row) => void;
  exports?: boolean;
};

const noFiltersAtAll: readonly Filter[] = [];

export function ListPage<Row>(props: ListPageProps<Row>) {
  const { title, href, path = href, idOf, bulk, filters = noFiltersAtAll } = props;
  const [search, change] = usePageSearch();
  useLastAddress(href, `${href}${stringifySearch(search)}`);
  const isNarrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const { query, rows, question, sort, isWhole } = useListRows<Row>({ ...props, path, filters, search });
  const { selection, chosen, clear } = useSelection(rows, idOf);
  const lines = useListLines(rows, idOf);
  const keys = useRowKeys({ ...props, lines, toggle: bulk && !isNarrow ? selection.toggle : undefined });
  const regularHeight = useRowHeight();
  const list = href.slice(1).replaceAll('/', '-');
  const viewKeys = useMemo(() => ['text', ...filters.flatMap(keysOf), 'sort', 'hide'], [filters]);
  const { shown, chooser } = useListColumns({ ...props, list, isNarrow, search, change });
  const totals = useFootSums({ ...props, columns: shown, rows, chosen, isWhole });
  const wide = useMoneyWidths(shown, rows, totals);
  const printing = usePrint({
    many: props.nouns[1],
    loadRest: query.loadRest,
    disabled: rows.length === 0,
  });
  const onSort = (key: string) =>
    change({ sort: formatSort({ key, descending: sort?.key === key && !sort.descending }) });
  return (
    <>
      <title>{`${title} · Workledger`}</title>
      <PageHeader title={title}>
        {props.exports !== false && (
          <ExportMenu path={path} question={question} disabled={rows.length === 0} printing={printing} />
        )}
        {props.actions}
      </PageHeader>
      {props.children}
      <FilterBar search={search} onChange={change} filters={filters} finds={props.finds}>
        <SavedViews list={list} search={search} onChange={change} keys={viewKeys} />
        {!isNarrow && <ColumnChooser {...chooser} />}
      </FilterBar>
      {query.isError && rows.length === 0 ? (
        <div className={classes.instead}>
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        <DataTable<Row, Sums>
          label={title}
          columns={wide}
          lines={lines}
          rowHeight={isNarrow ? 56 : regularHeight}
          rowCount={isWhole ? rows.length : null}
          rowLabel={props.nameOf}
          loading={query.isPending}
          stale={query.isPlaceholderData}
          empty={
            <EmptyList
              search={search}
              filters={filters}
              onChange={change}
              nothingYet={props.nothingYet}
              many={props.nouns[1]}
            />
          }
          sort={sort}
          onSort={onSort}
          {...(bulk && !isNarrow ? { selection } : {})}
          totals={rows.length === 0 ? [] : totals}
          {...keys}
          onEndReached={query.onEndReached}
          onInView={query.onInView}
        />
      )}
      {bulk && chosen.length > 0 && (
        <BulkBar count={chosen.length} nouns={props.nouns} actions={bulk(chosen, clear)} onClear={clear} />
      )}
    </>
  );
}
