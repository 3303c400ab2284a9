// Reports for the books: how WIP moved, and what there was when a period was closed.

import { periodOpeningsColumns, periodOpeningsQuery } from '#contract/reports/period-openings.ts';
import { controlGroupings, wipControlColumns, wipControlQuery } from '#contract/reports/wip-control.ts';
import { wipJournalColumns, wipJournalLinesColumns, wipJournalQuery } from '#contract/reports/wip-journal.ts';
import { pageOf } from '../../../api/links.ts';
import type { ReportRow } from '../../../api/reports.ts';
import { stringifySearch } from '../../../util/search.ts';
import { dayBefore } from '../../../util/days.ts';
import { ledgerHref } from '../../job-ledger/search.ts';
import type { Asked, ReportView } from '../view.ts';
import { barsOf, narrowing, reportHref, textAt } from '../view.ts';

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
  rule: 'Opening + every movement between = closing, to the cent, in every row. Each figure has the sign with which it moves net WIP: what was written off or invoiced is below zero.',
};

function journalHref(row: ReportRow, column: string, asked: Asked): string | undefined {
  const from = textAt(row, 'from') ?? undefined;
  const to = textAt(row, 'to') ?? undefined;
  if (asked['groupBy'] === 'job') return jobFigure(textAt(row, 'id') ?? '', column, { from, to });
  return pageOf(row.links?.['jobs']);
}

export const wipJournal: ReportView = {
  name: 'wip-journal',
  query: wipJournalQuery,
  columns: wipJournalColumns,
  id: ['from', 'id', 'name', 'currency'],
  groupings: wipJournalQuery.shape.groupBy.unwrap().options,
  headings: ['from', 'name'],
  hidden: ['revalued', 'moved'],
  main: 'closing',
  hrefOf: journalHref,
  chartOf: (chart) => {
    if ((chart.asked['groupBy'] ?? 'none') !== 'none' || chart.asked['by'] === 'period') return undefined;
    const ends = chart.rows.map((row) => textAt(row, 'to') ?? undefined);
    const bars = barsOf(chart, {
      title: 'Net WIP at the end of each month',
      placeName: 'Month',
      series: [['closing', 'Net WIP']],
    });
    return bars && { ...bars, hrefOf: (place) => `/wip${stringifySearch({ asAt: ends[place] })}` };
  },
  rule: 'Opening + every movement = closing, to the cent, in every row. What was reversed stands within the kind that it reverses, on the day of the reversal.',
};

export const wipJournalLines: ReportView = {
  name: 'wip-journal-lines',
  query: wipJournalQuery,
  columns: wipJournalLinesColumns,
  id: ['postedOn', 'reference', 'accountCode', 'id', 'movement', 'debit', 'credit'],
  label: 'description',
  groupings: wipJournalQuery.shape.groupBy.unwrap().options,
  headings: ['postedOn', 'accountName', 'reference'],
  main: 'debit',
  hrefOf: (_row, column, asked) =>
    ['row', 'debit', 'credit'].includes(column) ? reportHref('wip-journal', asked) : undefined,
  rule: 'Two lines for each movement that is not nothing, with the accounts that the firm has set. Debits are as much as credits.',
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
