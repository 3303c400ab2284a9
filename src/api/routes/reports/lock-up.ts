import { lockUp as reader, type LockUp, type LockUpRow } from '#actions/reports/lock-up.ts';
import { lockUpAnswer, lockUpColumns, lockUpQuery } from '#contract/reports/lock-up.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { addressOf } from '../../presenters/drill.ts';
import { defineReport } from './report.ts';

export const lockUp = defineReport({
  name: 'lock-up',
  title: 'Lock-up days',
  summary: 'How many days of billing stand in WIP and with debtors',
  description: `WIP days are net WIP over the average daily billing ex tax, debtor days what is outstanding over the
average daily billing with tax, each half up to a tenth of a day.`,
  query: lockUpQuery,
  answer: lockUpAnswer,
  columns: lockUpColumns,
  reader,
  present: (read) => ({
    asAt: read.asAt,
    days: read.days,
    from: read.from,
    items: presentRows(read.rows.map((row) => ({ ...row, links: linksOf(read, row) }))),
    totals: presentRows(read.totals),
  }),
});

function linksOf({ asAt, from, groupBy, clientId }: LockUp, row: LockUpRow): Record<string, string> {
  if (groupBy !== 'none' && row.id === null) return {};
  const who = new URLSearchParams(clientId === undefined ? {} : { clientId: String(clientId) });
  if (groupBy !== 'none') who.set(`${groupBy}Id`, String(row.id));
  const links = {
    netWip: addressOf('/reports/estimated-billings', who, { asAt }),
    billed: addressOf('/reports/billing', who, { from, to: asAt, byMonth: 'false' }),
  };
  if (groupBy === 'manager') return links;
  return { ...links, debtors: addressOf('/reports/debtor-documents', who, { asAt }) };
}
