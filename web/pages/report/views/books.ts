// Reports for the books: how WIP moved, and what there was when a period was closed.

import { periodOpeningsColumns, periodOpeningsQuery } from '#contract/reports/period-openings.ts';
import { controlGroupings, wipControlColumns, wipControlQuery } from '#contract/reports/wip-control.ts';
import type { ReportRow } from '../../../api/reports.ts';
import { dayBefore } from '../../../util/days.ts';
import { ledgerHref } from '../../job-ledger/search.ts';
import type { Asked, ReportView } from '../view.ts';
import { narrowing, reportHref, textAt } from '../view.ts';

/** The account whose lines make a movement of a job, where it is one account. */
const accountOf: Readonly<Record<string, string>> = {
  time: 'recordedTime',
  costs: 'recordedCost',
  revalued: 'revalued',
  moved: 'transferred',
  writtenOn: 'writtenOn',
  writtenOff: 'writtenOff',
  invoiced: 'billed',
};

type Span = { from: string | undefined; to: string | undefined };

function jobFigure(jobId: string, column: string, { from, to }: Span): string {
  if (column === 'opening') {
    return ledgerHref(jobId, { to: from === undefined ? undefined : dayBefore(from) });
  }
  if (column === 'closing') return ledgerHref(jobId, { to });
  return ledgerHref(jobId, { from, to, account: accountOf[column] });
}

function controlHref(row: ReportRow, column: string, asked: Asked): string | undefined {
  const { groupBy = 'none', from, to } = asked;
  const id = textAt(row, 'id');
  if (groupBy === 'job') return jobFigure(id ?? '', column, { from, to });
  const finer = { ...narrowing(asked), from, to, groupBy: 'job' };
  if (groupBy === 'none') return reportHref('wip-control', finer);
  if (id === null) return undefined;
  return reportHref('wip-control', { ...finer, [`${groupBy}Id`]: id });
}

export const wipControl: ReportView = {
  name: 'wip-control',
  query: wipControlQuery,
  columns: wipControlColumns,
  id: ['id', 'name', 'currency'],
  groupings: controlGroupings,
  main: 'closing',
  hrefOf: controlHref,
  rule: 'Each figure has the sign with which it moves net WIP, so that every row adds up from left to right.',
};

export const periodOpenings: ReportView = {
  name: 'period-openings',
  query: periodOpeningsQuery,
  columns: periodOpeningsColumns,
  id: ['jobId'],
  label: 'jobName',
  headings: ['clientName'],
  main: 'netWip',
  hrefOf: (row, column) => {
    const jobId = textAt(row, 'jobId') ?? '';
    if (column === 'clientName') return `/clients/${textAt(row, 'clientId')}`;
    if (column === 'jobNumber') return `/jobs/${jobId}`;
    const opened = textAt(row, 'openedOn');
    if (column === 'openedOn' || opened === null) return undefined;
    return ledgerHref(jobId, { to: dayBefore(opened) });
  },
  rule: 'What each job had when the period was closed, as it was kept then. Unless a close is chosen, the latest that stands.',
};
