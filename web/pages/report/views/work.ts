// Reports of what is open, and of what became of the work.

import { jobBalancesColumns, jobBalancesQuery } from '#contract/reports/job-balances.ts';
import { realisationColumns, realisationGroupings, realisationQuery } from '#contract/reports/realisation.ts';
import { receiptColumns, receiptQuery } from '#contract/reports/receipt.ts';
import { unbilledDetailColumns, unbilledDetailQuery } from '#contract/reports/unbilled-detail.ts';
import {
  writeOffGroupings,
  writeOffLinesColumns,
  writeOffLinesQuery,
  writeOffsColumns,
  writeOffsQuery,
} from '#contract/reports/write-offs.ts';
import { pageOf } from '../../../api/links.ts';
import { ledgerHref } from '../../job-ledger/search.ts';
import { groupWords } from '../words.ts';
import type { ReportView } from '../view.ts';
import { barsOf, textAt } from '../view.ts';

/** The columns that are accounts of a job, as its ledger calls them. */
const accountOf: Readonly<Record<string, string>> = {
  wipTime: 'wipTime',
  wipCost: 'wipCost',
  interims: 'interim',
  recordedTime: 'recordedTime',
  recordedCost: 'recordedCost',
  revalued: 'revalued',
  transferred: 'transferred',
  billed: 'billed',
  writtenOff: 'writtenOff',
  writtenOn: 'writtenOn',
  uninvoicedQuote: 'uninvoicedQuote',
  quoted: 'quoted',
};

export const unbilledDetail: ReportView = {
  name: 'unbilled-detail',
  query: unbilledDetailQuery,
  columns: unbilledDetailColumns,
  id: ['itemId'],
  label: 'description',
  headings: ['clientName', 'jobName', 'staffName', 'taskName', 'kind'],
  hidden: ['jobNumber', 'taskName', 'minutes', 'quantityThousandths', 'rate', 'recorded', 'cost'],
  main: 'open',
  hrefOf: (row, column) => {
    const jobId = textAt(row, 'jobId') ?? '';
    if (column === 'clientName') return `/clients/${textAt(row, 'clientId')}`;
    if (column === 'jobNumber' || column === 'jobName') return `/jobs/${jobId}`;
    if (!['row', 'open', 'recorded'].includes(column)) return undefined;
    return ledgerHref(jobId, { item: textAt(row, 'itemId') ?? undefined });
  },
  rule: 'Every entry that is not billed or written off in full, and every interim that is not absorbed. What is open of them together is net WIP.',
};

export const receipt: ReportView = {
  name: 'receipt',
  query: receiptQuery,
  columns: receiptColumns,
  id: ['figure'],
  label: 'label',
  main: 'amount',
  needs: 'jobId',
  hrefOf: (row, column, { jobId, from, to }) => {
    if (!['row', 'amount'].includes(column) || jobId === undefined) return undefined;
    return ledgerHref(jobId, { from, to, account: textAt(row, 'account') ?? undefined });
  },
  rule: 'Opening + time + costs ± revalued ± moved + written on − written off − billed ± interims = available to invoice.',
};

export const jobBalances: ReportView = {
  name: 'job-balances',
  query: jobBalancesQuery,
  columns: jobBalancesColumns,
  id: ['jobId'],
  label: 'jobName',
  headings: ['clientName'],
  hidden: ['transferred', 'revalued', 'quoted'],
  main: 'netWip',
  hrefOf: (row, column, { asAt }) => {
    const jobId = textAt(row, 'jobId') ?? '';
    if (column === 'clientName') return `/clients/${textAt(row, 'clientId')}`;
    if (column === 'jobNumber') return `/jobs/${jobId}`;
    if (column !== 'row' && column !== 'netWip' && !(column in accountOf)) return undefined;
    return ledgerHref(jobId, { account: accountOf[column], to: asAt });
  },
  rule: 'Every account of a job as a balance: debits are above zero, credits below. All accounts of a job together make zero.',
};

export const realisation: ReportView = {
  name: 'realisation',
  query: realisationQuery,
  columns: realisationColumns,
  id: ['id', 'name', 'month', 'currency'],
  groupings: realisationGroupings,
  main: 'realisation',
  hrefOf: (row, column) => {
    if (column === 'writtenOff' || column === 'writtenOn') return pageOf(row.links?.['writtenOff']);
    if (column === 'realisation') return undefined;
    return pageOf(row.links?.['jobs'] ?? row.links?.['billed']);
  },
  chartOf: (chart) =>
    barsOf(chart, {
      title: 'What was worked, and what of it was billed',
      placeName: groupWords[chart.asked['groupBy'] ?? 'client']?.[1] ?? 'Name',
      series: [
        ['worked', 'Worked', '--chart-5'],
        ['billed', 'Billed', '--chart-1'],
      ],
    }),
  rule: 'What became of the work that left WIP in these days, whenever it was done.',
};

export const writeOffs: ReportView = {
  name: 'write-offs',
  query: writeOffsQuery,
  columns: writeOffsColumns,
  id: ['id', 'name', 'month', 'currency'],
  groupings: writeOffGroupings,
  main: 'net',
  hrefOf: (row) => pageOf(row.links?.['lines']),
  chartOf: (chart) =>
    barsOf(chart, {
      title: 'Written off, less what was written on',
      placeName: groupWords[chart.asked['groupBy'] ?? 'reason']?.[1] ?? 'Name',
      series: [['net', 'Net', '--age-4']],
    }),
  rule: 'From the lines of the ledger. What was taken back counts with the opposite sign under the reason and author of what it took back, so nothing of it is left.',
};

export const writeOffLines: ReportView = {
  name: 'write-off-lines',
  figuresOf: 'write-offs',
  query: writeOffLinesQuery,
  columns: writeOffLinesColumns,
  id: ['journalId', 'lineNumber'],
  label: 'jobName',
  headings: ['clientName', 'jobName', 'staffName', 'taskName', 'source', 'reason', 'author'],
  hidden: ['workedOn', 'jobNumber', 'author'],
  main: 'net',
  hrefOf: (row, column) => {
    const jobId = textAt(row, 'jobId') ?? '';
    if (column === 'clientName') return `/clients/${textAt(row, 'clientId')}`;
    if (column === 'jobNumber') return `/jobs/${jobId}`;
    if (!['row', 'writtenOff', 'writtenOn', 'net'].includes(column)) return undefined;
    return ledgerHref(jobId, { journal: textAt(row, 'journalId') ?? undefined });
  },
  rule: 'The lines that the report of write-offs adds up, by day. A line that takes something back has the opposite sign.',
};
