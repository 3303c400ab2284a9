import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCallback, useMemo, useState } from 'react';
import type { BillingGroups, BillingRow, BillingTotal } from '../../api/estimated-billings.ts';
import { estimatedBillingsPath, questionOf } from '../../api/estimated-billings.ts';
import { ColumnChooser } from '../../list/ColumnChooser.tsx';
import { ExportMenu } from '../../list/ExportMenu.tsx';
import { formatSort, parseSort } from '../../table/columns.ts';
import type { Totals } from '../../table/DataTable.tsx';
import { DataTable } from '../../table/DataTable.tsx';
import { useRowHeight } from '../../table/row-height.ts';
import { useCurrentLine } from '../../table/useCurrentLine.ts';
import { useSelection } from '../../table/useSelection.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { useKeys } from '../../util/keys.ts';
import { useLastAddress } from '../../util/last-address.ts';
import { stringifySearch } from '../../util/search.ts';
import { ledgerHref } from '../job-ledger/search.ts';
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
import { ReceiptDrawer } from '../receipt/ReceiptDrawer.tsx';
import type { ChangeSearch, WipSearch } from './search.ts';
import { Summary } from './Summary.tsx';
import { groupKey, linesOf, useBillings } from './useBillings.ts';
import { totalsOf } from './totals.ts';
import classes from './wip.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';

const route = getRouteApi('/shell/wip');
const nothing: readonly BillingTotal[] = [];

/** Estimated Billings: a row for each listed job, and what of it can be invoiced. */
export function WipPage() {
  const search = route.useSearch();
  const change = useChange();
  useLastAddress('/wip', `/wip${stringifySearch({ ...search, receipt: undefined })}`);
  const { query, rows, answer } = useBillings(search);
  const { selection, chosen, clear } = useSelection(rows, idOf);
  const isNarrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const totals = useOwnCurrencyFirst(answer?.totals ?? nothing);
  const showsCurrency = totals.length > 1;
  const onReceipt = useCallback((row: BillingRow) => change({ receipt: row.jobId }), [change]);
  const columns = useColumns({ search, rows, totals, showsCurrency, onReceipt, isNarrow });
  const groups = answer?.groups ?? null;
  const { collapsed, toggleGroup, foldAll } = useFolding(groups);
  const lines = useMemo(
    () => linesOf(rows, groups, search.group, collapsed),
    [rows, groups, search.group, collapsed],
  );
  const lineKeys = useLineKeys({ lines, toggle: selection.toggle, onReceipt, asAt: search.asAt });
  const sort = parseSort(search.sort) ?? { key: 'clientName', descending: false };
  const onSort = (key: string) =>
    change({ sort: formatSort({ key, descending: sort.key === key ? !sort.descending : isFigure(key) }) });
  const regularHeight = useRowHeight();
  const footer = useTotals({ totals, chosen, clear, namesCurrency: isNarrow || !showsCurrency });
  const failedAtFirst = query.isError && rows.length === 0;
  return (
    <>
      <title>Estimated Billings · Workledger</title>
      <PageHeader title="Estimated Billings">
        <AsAtPicker search={search} onChange={change} />
        <ExportMenu path={estimatedBillingsPath} question={questionOf(search)} disabled={rows.length === 0} />
      </PageHeader>
      <Summary totals={totals} loading={query.isPending} />
      <Filters search={search} onChange={change}>
        <GroupPicker group={search.group} onChange={(group) => change({ group })} onCollapseAll={foldAll} />
        {!isNarrow && (
          <ColumnChooser
            columns={hideableColumns}
            hidden={hiddenColumns(search.hide)}
            isChanged={search.hide !== undefined}
            onChange={(hidden) => change({ hide: hideOf(hidden) })}
          />
        )}
      </Filters>
      {failedAtFirst ? (
        <div className={classes.instead}>
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : (
        <DataTable<BillingRow, BillingTotal>
          label="Estimated Billings, a row for each listed job"
          columns={columns}
          lines={lines}
          rowHeight={isNarrow ? 56 : regularHeight}
          rowCount={answer === undefined ? 0 : totals.reduce((sum, { jobs }) => sum + jobs, 0)}
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
          onOpenRow={onReceipt}
        />
      )}
      <ReceiptDrawer
        jobId={search.receipt}
        job={rows.find(({ jobId }) => jobId === search.receipt)}
        asAt={search.asAt}
        knownAt={search.knownAt}
        onClose={() => change({ receipt: undefined })}
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
  isNarrow: boolean;
};

/** The columns that show: few on a narrow screen, else those that are not hidden. */
function useColumns({ search, rows, totals, showsCurrency, onReceipt, isNarrow }: ColumnsOptions) {
  const { asAt, hide } = search;
  const widths = useMemo(() => moneyWidths(rows, totals), [rows, totals]);
  return useMemo(() => {
    const context = { asAt, showsCurrency, onReceipt, widths };
    if (isNarrow) return narrowColumns(context);
    const hidden = hiddenColumns(hide);
    return billingColumns(context).filter(({ key }) => !hidden.has(key));
  }, [asAt, hide, showsCurrency, onReceipt, widths, isNarrow]);
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

/** Changes the address and with it the page; Back undoes it. Typing replaces, so that Back is not a letter. */
function useChange(): ChangeSearch {
  const navigate = route.useNavigate();
  return useCallback(
    (change, how) => {
      void navigate({
        search: (before) => withoutUndefined({ ...before, ...change }),
        replace: how === 'replace',
      });
    },
    [navigate],
  );
}

function withoutUndefined(search: object): WipSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  );
}

type LineKeys = {
  lines: ReturnType<typeof linesOf>;
  toggle: (id: string, extend: boolean) => void;
  onReceipt: (row: BillingRow) => void;
  asAt: string | undefined;
};

/** The sums with the firm's own currency on top; the others by their codes. */
function useOwnCurrencyFirst(totals: readonly BillingTotal[]): readonly BillingTotal[] {
  const { currency } = useFirm();
  return useMemo(
    () => totals.toSorted((a, b) => Number(b.currency === currency) - Number(a.currency === currency)),
    [totals, currency],
  );
}

/** Which line is current, and the keys that act on it. */
function useLineKeys({ lines, toggle, onReceipt, asAt }: LineKeys) {
  const router = useRouter();
  const { at, move, onCurrent, focusRequest } = useCurrentLine(lines.length);
  const line = lines[at];
  const row = line?.kind === 'row' ? line.row : null;
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: () => row !== null && toggle(row.jobId, false),
    ' ': () => row !== null && onReceipt(row),
    Enter: () => row !== null && router.history.push(ledgerHref(row.jobId, { to: asAt })),
  });
  return { current: at, onCurrent, focusRequest };
}

type TotalsOptions = {
  totals: readonly BillingTotal[];
  chosen: readonly BillingRow[];
  clear: () => void;
  /** Whether no column says it. */
  namesCurrency: boolean;
};

/** The sums at the foot: of what is ticked while something is, and of everything. */
function useTotals({ totals, chosen, clear, namesCurrency }: TotalsOptions) {
  const formats = useFormats();
  return useMemo(() => {
    const jobs = (count: number) => `${formats.count(count)} ${count === 1 ? 'job' : 'jobs'}`;
    const label = (words: ReactNode, currency: string) => (
      <span className={classes.totalLabel}>
        {words}
        {namesCurrency && <span className="quiet">{currency}</span>}
      </span>
    );
    const ofChosen = totalsOf(chosen).map((total): Totals<BillingTotal> => ({
      id: `selected ${total.currency}`,
      tone: 'selection',
      total,
      label: label(
        <>
          {jobs(total.jobs)} selected
          <button type="button" className={classes.clear} onClick={clear}>
            Clear
          </button>
        </>,
        total.currency,
      ),
    }));
    const ofAll = totals.map((total): Totals<BillingTotal> => ({
      id: `all ${total.currency}`,
      total,
      label: label(jobs(total.jobs), total.currency),
    }));
    return [...ofChosen, ...ofAll];
  }, [totals, chosen, clear, namesCurrency, formats]);
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
