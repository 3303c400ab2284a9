// Any report: its parameters in the address, a chart where one helps, its rows with sums, and where each figure leads.

import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { ReportRow } from '../../api/reports.ts';
import { Chart } from '../../chart/Chart.tsx';
import { ColumnChooser } from '../../list/ColumnChooser.tsx';
import type { Sums } from '../../list/columns.tsx';
import { ExportMenu } from '../../list/ExportMenu.tsx';
import { FilterBar } from '../../list/FilterBar.tsx';
import type { Filter } from '../../list/filters.ts';
import { isNarrowed, noFilters } from '../../list/filters.ts';
import { SavedViews } from '../../list/SavedViews.tsx';
import { useRowKeys } from '../../list/useList.tsx';
import { useListColumns } from '../../list/useListColumns.ts';
import { MissingPage } from '../../shell/FaultPage.tsx';
import { formatSort, parseSort } from '../../table/columns.ts';
import { DataTable } from '../../table/DataTable.tsx';
import { useRowHeight } from '../../table/row-height.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PickerButton } from '../../ui/PickerButton.tsx';
import { useCommands } from '../../util/commands.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { useLastAddress } from '../../util/last-address.ts';
import type { ChangePageSearch, PageSearch } from '../../util/page-search.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import type { ReportEntry } from '../reports/catalogue.ts';
import { entryNamed } from '../reports/catalogue.ts';
import { askedOf, filtersOf, takes, viewKeysOf } from './parameters.ts';
import { Arrangement, Moment } from './Question.tsx';
import { PrintTable, useIsPrinting } from './PrintTable.tsx';
import list from '../../list/list.module.css';
import classes from './report.module.css';
import { Rule } from './Rule.tsx';
import { useReport } from './useReport.ts';
import { cardOfRow, useChart, useShape, withTotal } from './useShape.ts';
import type { Asked, ReportView } from './view.ts';
import { viewNamed } from './views.ts';

const route = getRouteApi('/shell/reports/$name');

export function ReportPage() {
  const { name } = route.useParams();
  const view = viewNamed(name);
  const entry = entryNamed(name);
  if (view === undefined || entry === undefined) return <MissingPage />;
  return <Report key={name} view={view} entry={entry} />;
}

function Report({ view, entry }: { view: ReportView; entry: ReportEntry }) {
  const [search, change] = usePageSearch();
  useLastAddress(`/reports/${view.name}`, `/reports/${view.name}${stringifySearch(search)}`);
  const { timeZone } = useFirm();
  const formats = useFormats();
  const asked = useMemo(() => askedOf(view, search, todayIn(timeZone)), [view, search, timeZone]);
  const filters = useMemo(() => filtersOf(view, formats), [view, formats]);
  const viewKeys = useMemo(() => viewKeysOf(view, filters), [view, filters]);
  const report = useReport(view, asked);
  const { query, rows, isMissing } = report;
  useCommands([{ label: 'Print this report', onChoose: () => window.print() }]);
  return (
    <>
      <title>{`${entry.title} · Workledger`}</title>
      <PageHeader
        title={entry.title}
        back={{ href: '/reports', label: 'Reports' }}
        under={<Rule of={entry.title} asks={entry.asks} view={view} />}
      >
        <Moment view={view} search={search} onChange={change} />
        <PickerButton plain quiet icon="receipt" onClick={() => window.print()}>
          Print
        </PickerButton>
        <ExportMenu path={`/reports/${view.name}`} question={asked} disabled={rows.length === 0} />
      </PageHeader>
      {query.isError && rows.length === 0 ? (
        <>
          <FilterBar search={search} onChange={change} filters={filters} />
          <div className={classes.instead}>
            <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
          </div>
        </>
      ) : isMissing ? (
        <>
          <FilterBar search={search} onChange={change} filters={filters} />
          <div className={classes.instead}>
            <Notice title="Choose a job">The report is of one job at a time.</Notice>
          </div>
        </>
      ) : (
        <Rows {...{ view, entry, search, change, asked, filters, viewKeys, report }} />
      )}
    </>
  );
}

type RowsProps = {
  view: ReportView;
  entry: ReportEntry;
  search: PageSearch;
  change: ChangePageSearch;
  asked: Asked;
  filters: readonly Filter[];
  viewKeys: readonly string[];
  report: ReturnType<typeof useReport>;
};

function Rows(props: RowsProps) {
  const { view, entry, search, change, asked, filters, viewKeys, report } = props;
  const { query, isWhole } = report;
  const isNarrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const formats = useFormats();
  const shape = useShape(props);
  const { columns, listed, named, hrefOf, totals, rows, lines, headingOf } = shape;
  const [, setCollapsed] = shape.folding;
  const onToggleGroup = useCallback(
    (id: string) => setCollapsed((before) => before.symmetricDifference(new Set([id]))),
    [setCollapsed],
  );
  const rowHref = useCallback((row: ReportRow) => hrefOf(row, 'row') ?? '#', [hrefOf]);
  const cardOf = useCallback(
    (row: ReportRow) => cardOfRow(row, { view, named, columns, formats, namesCurrency: totals.length > 1 }),
    [view, named, columns, formats, totals.length],
  );
  const { shown, chooser } = useListColumns<ReportRow>({
    list: `report-${view.name}`,
    columns: listed,
    cardOf,
    hrefOf: rowHref,
    nameOf: named,
    isNarrow,
    search,
    change,
  });
  const laidOut = useMemo(
    () => (isNarrow ? shown.map((column) => withTotal(column, { view, columns, formats })) : shown),
    [isNarrow, shown, view, columns, formats],
  );
  const keys = useRowKeys<ReportRow>({ lines, hrefOf: rowHref, toggle: undefined });
  const regularHeight = useRowHeight();
  const isPrinting = useIsPrinting();
  const sort = parseSort(search['sort']);
  const onSort = (key: string) =>
    change({ sort: formatSort({ key, descending: sort?.key === key && !sort.descending }) });
  const chart = useChart(shape, { view, asked });
  return (
    <>
      <div className={classes.screen}>
        {chart && (
          <div className={classes.chart}>
            <Chart {...chart} height={chart.horizontal ? 20 * chart.places.length + 34 : 170} />
          </div>
        )}
        <FilterBar
          search={search}
          onChange={change}
          filters={filters}
          finds={takes(view, 'text') ? (takes(view, 'stateId') ? 'Job or client' : 'Client') : undefined}
        >
          <Arrangement view={view} search={search} onChange={change} />
          <SavedViews list={`report-${view.name}`} search={search} onChange={change} keys={viewKeys} />
          {!isNarrow && <ColumnChooser {...chooser} />}
        </FilterBar>
        <DataTable<ReportRow, Sums>
          label={entry.title}
          columns={laidOut}
          lines={lines}
          rowHeight={isNarrow ? 56 : regularHeight}
          rowCount={isWhole ? rows.length : null}
          rowLabel={named}
          loading={query.isPending}
          stale={query.isPlaceholderData}
          empty={<Nothing filters={filters} search={search} change={change} />}
          sort={sort}
          onSort={onSort}
          totals={footOf(totals, rows.length, { isWhole, formats })}
          {...keys}
          {...(headingOf === undefined ? {} : { onToggleGroup })}
        />
      </div>
      {isPrinting && (
        <PrintTable title={entry.title} labelOf={named} {...{ lines, totals, shown, columns, formats }} />
      )}
    </>
  );
}

function footOf(
  totals: readonly Sums[],
  count: number,
  { isWhole, formats }: { isWhole: boolean; formats: ReturnType<typeof useFormats> },
) {
  if (count === 0) return [];
  const words = `${formats.count(count)}${isWhole ? '' : '+'} ${count === 1 && isWhole ? 'row' : 'rows'}`;
  return totals.map((total, place) => ({
    id: total.currency,
    total,
    label: (
      <span className={list.totalLabel}>
        {place === 0 ? words : ''}
        {totals.length > 1 && <span className="quiet">{total.currency}</span>}
      </span>
    ),
  }));
}

function Nothing({
  filters,
  search,
  change,
}: {
  filters: readonly Filter[];
  search: PageSearch;
  change: ChangePageSearch;
}) {
  if (!isNarrowed(filters, search)) {
    return <Notice title="Nothing in these days">Once there is something, it stands here row by row.</Notice>;
  }
  return (
    <Notice
      title="Nothing fits these filters"
      action={
        <PickerButton plain onClick={() => change(noFilters(filters))}>
          Clear the filters
        </PickerButton>
      }
    />
  );
}
