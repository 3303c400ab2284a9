// A list that is a part of a page, such as the time of a job: the rows, keys, sums and ticks of a list page, without its
// head. What holds it gives it the height that is left.

import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { ListQuestion } from '../api/resource.ts';
import { DataTable } from '../table/DataTable.tsx';
import { useRowHeight } from '../table/row-height.ts';
import { useSelection } from '../table/useSelection.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { ProblemNotice } from '../ui/Notice.tsx';
import type { Command } from '../util/commands.ts';
import { usePageSearch } from '../util/page-search.ts';
import type { BulkAction } from './BulkBar.tsx';
import { BulkBar } from './BulkBar.tsx';
import type { ListColumn, Sums } from './columns.tsx';
import { EmptyList, type NothingYet } from './EmptyList.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { FilterBar } from './FilterBar.tsx';
import type { Filter } from './filters.ts';
import classes from './list.module.css';
import { cardColumns, type Card } from './narrow.tsx';
import { useFootSums, useListLines, useListRows, useRowKeys } from './useList.tsx';
import { useMoneyWidths } from './useMoneyWidths.ts';

type ListPartProps<Row> = {
  /** What it lists, for screen readers. */
  label: string;
  path: string;
  question: ListQuestion;
  changesWith?: readonly string[];
  nouns: readonly [one: string, many: string];
  /** These functions and the columns must stay the same from one rendering to the next. */
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  hrefOf: (row: Row) => string;
  columns: readonly ListColumn<Row>[];
  cardOf: (row: Row) => Card;
  currencyOf?: (row: Row) => string;
  filters?: readonly Filter[];
  nothingYet: NothingYet;
  /** Beside the filters, such as a button that adds to the list. */
  actions?: ReactNode;
  bulk?: ((rows: readonly Row[], done: () => void) => readonly BulkAction[]) | undefined;
  /** Space on a row. */
  onPeek?: (row: Row) => void;
  /** What can be done with a row on a phone, under a button of its card. */
  menuOf?: (row: Row) => readonly Action[];
  /** What else can be done with the current row, while none is ticked. */
  commandsOf?: ((row: Row, next: () => void) => readonly Command[]) | undefined;
};

const noFiltersAtAll: readonly Filter[] = [];

export function ListPart<Row>(props: ListPartProps<Row>) {
  const { path, columns, idOf, bulk, filters = noFiltersAtAll } = props;
  const { cardOf, hrefOf, nameOf, menuOf } = props;
  const [search, change] = usePageSearch();
  const isNarrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const { query, rows, question, isWhole } = useListRows<Row>({
    ...props,
    filters,
    search,
    sortsBy: 'nothing',
  });
  const { selection, chosen, clear } = useSelection(rows, idOf);
  const lines = useListLines(rows, idOf);
  const ticks = bulk !== undefined && !isNarrow;
  const keys = useRowKeys({
    lines,
    hrefOf: props.hrefOf,
    toggle: ticks ? selection.toggle : undefined,
    onPeek: props.onPeek,
    commandsOf: chosen.length === 0 ? props.commandsOf : undefined,
  });
  const regularHeight = useRowHeight();
  const shown = useMemo(
    () => (isNarrow ? cardColumns({ cardOf, hrefOf, nameOf, menuOf }) : columns),
    [isNarrow, cardOf, hrefOf, nameOf, menuOf, columns],
  );
  const totals = useFootSums({ ...props, rows, chosen, isWhole });
  const wide = useMoneyWidths(shown, rows, totals);
  if (query.isError && rows.length === 0) {
    return (
      <div className={classes.instead}>
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  return (
    <>
      <div className={classes.partHead}>
        <FilterBar search={search} onChange={change} filters={filters}>
          <ExportMenu path={path} question={question} disabled={rows.length === 0} />
          {props.actions}
        </FilterBar>
      </div>
      <DataTable<Row, Sums>
        label={props.label}
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
        {...(ticks ? { selection } : {})}
        totals={rows.length === 0 ? [] : totals}
        {...keys}
        onEndReached={query.onEndReached}
        onInView={query.onInView}
      />
      {bulk && chosen.length > 0 && (
        <BulkBar count={chosen.length} nouns={props.nouns} actions={bulk(chosen, clear)} onClear={clear} />
      )}
    </>
  );
}
