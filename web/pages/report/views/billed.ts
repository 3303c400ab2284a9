// Reports of what was billed, and of who owes.

import { billingColumns, billingGroupings, billingQuery } from '#contract/reports/billing.ts';
import {
  debtorAges,
  debtorDocumentsColumns,
  debtorDocumentsQuery,
  debtorsColumns,
  debtorsQuery,
} from '#contract/reports/debtors.ts';
import { lockUpColumns, lockUpGroupings, lockUpQuery } from '#contract/reports/lock-up.ts';
import { pageOf } from '../../../api/links.ts';
import { addressOf } from '../../../util/addresses.ts';
import { ageWords, groupWords } from '../words.ts';
import type { ReportChart, ReportView, ToChart } from '../view.ts';
import { barsOf, reportHref, textAt } from '../view.ts';

export const billing: ReportView = {
  name: 'billing',
  query: billingQuery,
  columns: billingColumns,
  id: ['id', 'name', 'month', 'currency'],
  groupings: billingGroupings,
  headings: ['month', 'name'],
  hidden: ['outsideWip', 'ledger', 'difference', 'other'],
  main: 'net',
  hrefOf: (row, column) => {
    if (column === 'ledger' || column === 'other')
      return pageOf(row.links?.['ledger'] ?? row.links?.['jobs']);
    if (column === 'row') return pageOf(row.links?.['jobs'] ?? row.links?.['documents']);
    return pageOf(row.links?.['documents'] ?? row.links?.['jobs']);
  },
  chartOf: (chart) => {
    const { groupBy = 'none', byMonth } = chart.asked;
    if (groupBy !== 'none' && byMonth !== 'false') return undefined;
    return barsOf(chart, {
      title: 'Net billing, ex tax',
      placeName: groupBy === 'none' ? 'Month' : (groupWords[groupBy]?.[1] ?? 'Name'),
      series: [['net', 'Net']],
    });
  },
  rule: 'Every document by its own date, whether paid or not. Drafts do not count.',
};

export const debtorsAged: ReportView = {
  name: 'debtors-aged',
  query: debtorsQuery,
  columns: debtorsColumns,
  id: ['clientId', 'currency'],
  label: 'clientName',
  // The total is in sight on a small laptop without them.
  hidden: ['invoices', 'oldestDueOn'],
  main: 'total',
  hrefOf: (row, column) => {
    const link = pageOf(row.links?.['documents']);
    if (link === undefined || column === 'oldestDueOn') return undefined;
    return column in ageWords ? `${link}&age=${column}` : link;
  },
  chartOf: debtsByAge,
  rule: 'What is outstanding at the end of the day with tax, by the days since each invoice was due.',
};

function debtsByAge({ totals, asked }: ToChart): ReportChart | undefined {
  if (totals === undefined) return undefined;
  const ages = [...debtorAges, 'credits'];
  return {
    title: 'Outstanding, by how long it has been due',
    kind: 'bar',
    placeName: 'Due',
    places: ages.map((age) => ageWords[age] ?? age),
    series: [{ name: 'Outstanding', values: ages.map((age) => textAt(totals, age)) }],
    hrefOf: (place) =>
      reportHref('debtor-documents', { ...asked, currency: totals.currency, age: ages[place] }),
  };
}

export const debtorDocuments: ReportView = {
  name: 'debtor-documents',
  query: debtorDocumentsQuery,
  columns: debtorDocumentsColumns,
  id: ['kind', 'id'],
  label: 'number',
  headings: ['clientName', 'kind'],
  main: 'outstanding',
  hrefOf: (row, column) => {
    if (column === 'clientName') {
      const clientId = textAt(row, 'clientId');
      return clientId === null ? undefined : `/clients/${clientId}`;
    }
    if (!['row', 'outstanding', 'total'].includes(column)) return undefined;
    return addressOf({
      kind: row['kind'] as 'invoice' | 'creditNote' | 'payment',
      id: textAt(row, 'id') ?? '',
    });
  },
  rule: 'The invoices of which something is outstanding at the end of the day, and the credit notes and payments of which something is left.',
};

export const lockUp: ReportView = {
  name: 'lock-up',
  query: lockUpQuery,
  columns: lockUpColumns,
  id: ['id', 'name', 'currency'],
  groupings: lockUpGroupings,
  main: 'lockUpDays',
  hrefOf: (row, column, asked) => {
    if (column === 'netWip') return pageOf(row.links?.['netWip']);
    if (column === 'debtors') return pageOf(row.links?.['debtors']);
    if (column === 'billed' || column === 'billedWithTax') return pageOf(row.links?.['billed']);
    if (column !== 'row') return undefined;
    if ((asked['groupBy'] ?? 'none') === 'none')
      return reportHref('lock-up', { ...asked, groupBy: 'client' });
    return pageOf(row.links?.['netWip']);
  },
  chartOf: (chart) =>
    barsOf(chart, {
      title: 'Lock-up days',
      kind: 'stackedBar',
      unit: 'days',
      by: 'lockUpDays',
      placeName: groupWords[chart.asked['groupBy'] ?? 'none']?.[1] ?? 'Name',
      series: [
        ['wipDays', 'WIP days', '--chart-1'],
        ['debtorDays', 'Debtor days', '--chart-2'],
      ],
    }),
  rule: 'How things stand at the end of the day, against the billing of the days up to it.',
};
