import { debtors as reader, type Debtors } from '#actions/reports/debtors.ts';
import { debtorsAnswer, debtorsColumns, debtorsQuery } from '#contract/reports/debtors.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { addressOf } from '../../presenters/drill.ts';
import { defineReport } from './report.ts';

export const debtorsAged = defineReport({
  name: 'debtors-aged',
  title: 'Debtors aged',
  summary: 'Who owes what, by how long it has been due',
  description: `As at the end of a day: payments, credits and cancellations after it do not count yet. Aged by the days
since each invoice was due; credit that clients have left stands apart.`,
  query: debtorsQuery,
  answer: debtorsAnswer,
  columns: debtorsColumns,
  reader,
  present: (read) => ({
    asAt: read.asAt,
    items: presentRows(read.rows.map((row) => ({ ...row, links: linksOf(read, row) }))),
    totals: presentRows(read.totals),
  }),
});

function linksOf({ asAt }: Debtors, row: Debtors['rows'][number]): Record<string, string> {
  if (row.clientId === null) return {};
  const clientId = String(row.clientId);
  const asked = new URLSearchParams({ asAt, clientId, currency: row.currency });
  return { documents: addressOf('/reports/debtor-documents', asked) };
}
