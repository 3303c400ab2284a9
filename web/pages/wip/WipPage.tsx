import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { BillingGroups, BillingRow, BillingTotal } from '../../api/estimated-billings.ts';
import { estimatedBillingsPath, questionOf } from '../../api/estimated-billings.ts';
import { BulkBar } from '../../list/BulkBar.tsx';
import { ColumnChooser } from '../../list/ColumnChooser.tsx';
import { ExportMenu } from '../../list/ExportMenu.tsx';
import { keepColumns, keptColumns } from '../../list/kept-columns.ts';
import { SavedViews } from '../../list/SavedViews.tsx';
import { formatSort, parseSort } from '../../table/columns.ts';
import { DataTable } from '../../table/DataTable.tsx';
import { useRowHeight } from '../../table/row-height.ts';
import { useSelection } from '../../table/useSelection.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useLastAddress } from '../../util/last-address.ts';
import type { ChangePageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import { ReceiptDrawer } from '../receipt/ReceiptDrawer.tsx';
import { AsAtPicker } from './AsAtPicker.tsx';
import {
  billingColumns,
  hiddenColumns,
  hideOf,
  hideableColumns,
  moneyWidths,
  narrowColumns,
} from './columns.tsx';
import { Filters } from './Filters.tsx';
import { GroupPicker } from './GroupPicker.tsx';
import { NothingListed } from './NothingListed.tsx';
import { Peek } from './Peek.tsx';
import type { ChangeSearch, WipSearch } from './search.ts';
import { viewKeys } from './search.ts';
import { Summary } from './Summary.tsx';
import { groupKey, linesOf, useBillings } from './useBillings.ts';
import { useChange } from './useChange.ts';
import { useLineKeys } from './useLineKeys.ts';
import { useOwnCurrencyFirst, useTotals } from './useTotals.tsx';
import type { ActsFor } from './useWipActs.tsx';
import { useWipActs } from './useWipActs.tsx';
import classes from './wip.module.css';

const route = getRouteApi('/shell/wip');
const nothing: readonly BillingTotal[] = [];
const nouns = ['job', 'jobs'] as const;

/** Estimated Billings: a row for each listed job, and what of it can be invoiced. */
export function WipPage() {
  const search = route.useSearch();
  const change = useChange();
  useLastAddress('/wip', `/wip${stringifySearch({ ...search, receipt: undefined, peek: undefined })}`);
  const { query, rows, answer } = useBillings(search);
  const totals = useOwnCurrencyFirst(answer?.totals ?? nothing);
  const groups = answer?.groups ?? null;
  const folding = useFolding(groups);
  return (
    <>
      <title>Estimated Billings · Workledger</title>
      <PageHeader title="Estimated Billings">
        <AppLink className={classes.log} href="/wip-actions">
          What was done
        </AppLink>
        <AsAtPicker search={search} onChange={change} />
        <ExportMenu path={estimatedBillingsPath} question={questionOf(search)} disabled={rows.length === 0} />
      </PageHeader>
      <Summary totals={totals} search={search} loading={query.isPending} />
      <WipFilters search={search} change={change} onFoldAll={folding.foldAll} />
      {query.isError && rows.length === 0 ? (
        <div className={classes.instead}>
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        <Jobs {...{ search, change, query, rows, totals, groups, folding }} />
      )}
    </>
  );
}

type WipFiltersProps = { search: WipSearch; change: ChangeSearch; onFoldAll: () => void };

function WipFilters({ search, change, onFoldAll }: WipFiltersProps) {
  const isNarrow = useIsNarrow();
  const hide = search.hide ?? keptColumns('wip');
  const onColumns = (hidden: ReadonlySet<string>) => {
    const wanted = hideOf(hidden);
    keepColumns('wip', wanted);
    change({ hide: wanted });
  };
  return (
    <Filters search={search} onChange={change}>
      <GroupPicker group={search.group} onChange={(group) => change({ group })} onCollapseAll={onFoldAll} />
      <SavedViews list="wip" search={search} onChange={change as ChangePageSearch} keys={viewKeys} />
      {!isNarrow && (
        <ColumnChooser
          columns={hideableColumns}
          hidden={hiddenColumns(hide)}
          isChanged={hide !== undefined}
          onChange={onColumns}
        />
      )}
    </Filters>
  );
}

type JobsProps = {
  search: WipSearch;
  change: ChangeSearch;
  query: ReturnType<typeof useBillings>['query'];
  rows: readonly BillingRow[];
  totals: readonly BillingTotal[];
  groups: BillingGroups | null;
  folding: ReturnType<typeof useFolding>;
};

/** The jobs, what is ticked of them, what can be done with it, and what lies open beside them. */
function Jobs({ search, change, query, rows, totals, groups, folding }: JobsProps) {
  const { collapsed, toggleGroup } = folding;
  const { selection, chosen, clear } = useSelection(rows, idOf);
  const isNarrow = useIsNarrow();
  const showsCurrency = totals.length > 1;
  const onReceipt = useCallback((row: BillingRow) => change({ receipt: row.jobId }), [change]);
  const onPeek = useCallback((row: BillingRow) => change({ peek: row.jobId }), [change]);
  const { actsFor, dialogs, begin } = useWipActs();
  const columns = useColumns({ search, rows, totals, showsCurrency, onReceipt, actsFor, isNarrow });
  const lines = useMemo(
    () => linesOf(rows, groups, search.group, collapsed),
    [rows, groups, search.group, collapsed],
  );
  const lineKeys = useLineKeys({
    lines,
    toggle: selection.toggle,
    onPeek,
    onReceipt,
    actsFor: chosen.length === 0 ? actsFor : undefined,
    asAt: search.asAt,
  });
  const sort = parseSort(search.sort) ?? { key: 'clientName', descending: false };
  const onSort = (key: string) =>
    change({ sort: formatSort({ key, descending: sort.key === key ? !sort.descending : isFigure(key) }) });
  const regularHeight = useRowHeight();
  const footer = useTotals({ totals, chosen, clear, namesCurrency: isNarrow || !showsCurrency });
  return (
    <>
      <DataTable<BillingRow, BillingTotal>
        label="Estimated Billings, a row for each listed job"
        columns={columns}
        lines={lines}
        rowHeight={isNarrow ? 56 : regularHeight}
        rowCount={totals.reduce((sum, { jobs }) => sum + jobs, 0)}
        rowLabel={rowLabel}
        loading={query.isPending}
        stale={query.isPlaceholderData}
        empty={<NothingListed search={search} onChange={change} />}
        sort={sort}
        onSort={onSort}
        {...(isNarrow ? {} : { selection })}
        totals={footer}
        {...lineKeys}
        onToggleGroup={toggleGroup}
        onOpenRow={isNarrow ? onPeek : onReceipt}
      />
      {chosen.length > 0 && (
        <BulkBar count={chosen.length} nouns={nouns} actions={actsFor(chosen, clear)} onClear={clear} />
      )}
      <Beside {...{ search, change, rows, begin, actsFor }} />
      {dialogs}
    </>
  );
}

type BesideProps = Pick<JobsProps, 'search' | 'change' | 'rows'> &
  Pick<ReturnType<typeof useWipActs>, 'begin' | 'actsFor'>;

/** The receipt of a job, or what is open on it. */
function Beside({ search, change, rows, begin, actsFor }: BesideProps) {
  const peeked = rows.find(({ jobId }) => jobId === search.peek);
  return (
    <>
      <ReceiptDrawer
        jobId={search.receipt}
        job={rows.find(({ jobId }) => jobId === search.receipt)}
        asAt={search.asAt}
        knownAt={search.knownAt}
        onClose={() => change({ receipt: undefined })}
      />
      <Peek
        jobId={search.peek}
        row={peeked}
        acts={peeked ? actsFor([peeked], () => {}) : []}
        begin={begin}
        onReceipt={() => change({ peek: undefined, receipt: search.peek })}
        onClose={() => change({ peek: undefined })}
      />
    </>
  );
}

type ColumnsOptions = {
  search: WipSearch;
  rows: readonly BillingRow[];
  totals: readonly BillingTotal[];
  showsCurrency: boolean;
  onReceipt: (row: BillingRow) => void;
  actsFor: ActsFor;
  isNarrow: boolean;
};

/** The columns that show: few on a narrow screen, else those that are not hidden. */
function useColumns(options: ColumnsOptions) {
  const { search, rows, totals, showsCurrency, onReceipt, actsFor, isNarrow } = options;
  const { asAt } = search;
  const hide = search.hide ?? keptColumns('wip');
  const widths = useMemo(() => moneyWidths(rows, totals), [rows, totals]);
  return useMemo(() => {
    const context = { asAt, showsCurrency, onReceipt, actsFor, totals, widths };
    if (isNarrow) return narrowColumns(context);
    const hidden = hiddenColumns(hide);
    return billingColumns(context).filter(({ key }) => !hidden.has(key));
  }, [asAt, hide, showsCurrency, onReceipt, actsFor, totals, widths, isNarrow]);
}

/** Which groups are folded, by the ids of their headings. */
function useFolding(groups: BillingGroups | null) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const toggleGroup = useCallback((id: string) => {
    setCollapsed((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const foldAll = () =>
    setCollapsed(new Set(collapsed.size > 0 ? [] : groups?.map(({ id }) => groupKey(id))));
  return { collapsed, toggleGroup, foldAll };
}

function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
}

function idOf({ jobId }: BillingRow): string {
  return jobId;
}

function rowLabel(row: BillingRow): string {
  return `${row.jobNumber} ${row.jobName}`;
}

/** Figures and days are looked at from the largest down, words from A. */
function isFigure(key: string): boolean {
  return !/(Name|Number|category|currency)$/.test(key);
}
