import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { JobLedger, LedgerLine } from '../../api/job-ledger.ts';
import { jobLedgerQuery } from '../../api/job-ledger.ts';
import { jobQuery } from '../../api/jobs.ts';
import type { Line } from '../../table/columns.ts';
import { DataTable } from '../../table/DataTable.tsx';
import { useRowHeight } from '../../table/row-height.ts';
import { useCurrentLine } from '../../table/useCurrentLine.ts';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { useKeys } from '../../util/keys.ts';
import { JobHead } from '../job/JobHead.tsx';
import type { LedgerTotal } from './columns.tsx';
import { ledgerColumns, ledgerWidths, narrowLedgerColumns } from './columns.tsx';
import classes from './job-ledger.module.css';
import { JournalDrawer } from './JournalDrawer.tsx';
import { LedgerFilters } from './LedgerFilters.tsx';
import type { ChangeLedger, LedgerSearch } from './search.ts';
import { ledgerHref } from './search.ts';
import { isBesideWip } from './words.ts';

const route = getRouteApi('/shell/jobs/$jobId/ledger');

/** The running ledger of a job: every line of time, cost and invoicing, and the balance after it. */
export function JobLedgerPage() {
  const { jobId } = route.useParams();
  const search = route.useSearch();
  const change = useChange();
  const query = useInfiniteQuery(jobLedgerQuery(jobId, search));
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const isNarrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const answer = data?.pages[0];
  const lines = useMemo(() => linesOf(data?.pages ?? [], search), [data, search]);
  const columns = useMemo(() => {
    const context = {
      widths: ledgerWidths(data?.pages.flatMap(({ items }) => items) ?? []),
      account: search.account,
      hrefOf: (line: LedgerLine) => ledgerHref(jobId, { ...search, journal: line.journalId }),
    };
    return isNarrow ? narrowLedgerColumns(context) : ledgerColumns(context);
  }, [jobId, search, isNarrow, data]);
  const onOpen = useCallback((line: LedgerLine) => change({ journal: line.journalId }), [change]);
  const { at, move, ...lineProps } = useCurrentLine(lines.length);
  const current = lines[at];
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    ' ': () => current?.kind === 'row' && onOpen(current.row),
    Enter: () => current?.kind === 'row' && onOpen(current.row),
  });
  const onEndReached = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const regularHeight = useRowHeight();
  const totals = useTotals(answer, search.account);
  const name = answer === undefined ? 'Job' : `${answer.jobNumber} ${answer.jobName}`;
  const { data: job } = useQuery(jobQuery(jobId));
  if (query.isError && answer === undefined) {
    return (
      <>
        <title>Ledger · Workledger</title>
        <JobHead jobId={jobId} job={job} part="ledger" />
        <div className={classes.instead}>
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        </div>
      </>
    );
  }
  return (
    <>
      <title>{`${name} · Ledger · Workledger`}</title>
      <JobHead jobId={jobId} job={job} part="ledger" />
      <LedgerFilters search={search} onChange={change} />
      <DataTable<LedgerLine, LedgerTotal>
        label={`Ledger of ${name}`}
        columns={columns}
        lines={lines}
        rowHeight={isNarrow ? 56 : regularHeight}
        rowCount={answer?.filtered?.lines ?? (hasNextPage ? null : lines.length)}
        rowLabel={(line) => line.cause.label}
        loading={query.isPending}
        stale={query.isPlaceholderData}
        sort={{ key: 'effectiveOn', descending: search.order !== 'oldest' }}
        onSort={() => change({ order: search.order === 'oldest' ? undefined : 'oldest' })}
        empty={<NoLines search={search} onChange={change} />}
        totals={totals}
        {...lineProps}
        current={at}
        onOpenRow={onOpen}
        onEndReached={onEndReached}
      />
      <JournalDrawer
        jobId={jobId}
        journalId={search.journal}
        search={search}
        onClose={() => change({ journal: undefined })}
      />
    </>
  );
}

function useChange(): ChangeLedger {
  const navigate = route.useNavigate();
  return useCallback(
    (change) => {
      void navigate({ search: (before) => withoutUndefined({ ...before, ...change }) });
    },
    [navigate],
  );
}

function withoutUndefined(search: object): LedgerSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  );
}

type Page = { items: readonly LedgerLine[] };

/** Each page arrives oldest first; with the newest on top, each is turned round. */
function linesOf(pages: readonly Page[], { order }: LedgerSearch): Line<LedgerLine, LedgerTotal>[] {
  return pages
    .flatMap(({ items }) => (order === 'oldest' ? items : items.toReversed()))
    .map((row, rowIndex) => ({ kind: 'row', id: `${row.journalId}.${row.lineNumber}`, row, rowIndex }));
}

/** What the shown lines make: the figure that a link here promised. All lines together make what the job stands at. */
function useTotals(answer: JobLedger | undefined, account: string | undefined) {
  const formats = useFormats();
  return useMemo(() => {
    if (answer === undefined) return [];
    if (answer.filtered === null) {
      return [{ id: 'all', label: 'All lines', total: { change: answer.current.netWip } }];
    }
    const { lines, netWipChange, accountChange } = answer.filtered;
    const label = `${formats.count(lines)} ${lines === 1 ? 'line' : 'lines'}`;
    const change = isBesideWip(account) ? (accountChange ?? netWipChange) : netWipChange;
    return [{ id: 'filtered', label, total: { change } }];
  }, [answer, account, formats]);
}

function NoLines({ search, onChange }: { search: LedgerSearch; onChange: ChangeLedger }) {
  const isFiltered = [search.from, search.to, search.account, search.kind, search.item, search.staff].some(
    (each) => each !== undefined,
  );
  if (!isFiltered)
    return (
      <Notice title="Nothing has happened on this job yet">
        Time, costs and invoices will stand here, line by line, with the balance after each.
      </Notice>
    );
  return (
    <Notice
      title="No line fits these filters"
      action={
        <button
          type="button"
          className={classes.link}
          onClick={() =>
            onChange({
              from: undefined,
              to: undefined,
              account: undefined,
              kind: undefined,
              item: undefined,
              staff: undefined,
            })
          }
        >
          Show all lines
        </button>
      }
    />
  );
}
