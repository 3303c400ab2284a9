import { unbilledDetail as reader } from '#actions/reports/unbilled-detail.ts';
import {
  unbilledDetailAnswer,
  unbilledDetailColumns,
  unbilledDetailQuery,
} from '#contract/reports/unbilled-detail.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const unbilledDetail = defineReport({
  name: 'unbilled-detail',
  title: 'Unbilled detail',
  summary: 'What is open, entry by entry',
  query: unbilledDetailQuery,
  answer: unbilledDetailAnswer,
  columns: unbilledDetailColumns,
  reader,
  present: ({ rows, totals, next, firmCurrency, asAt }) => ({
    asAt,
    items: presentRows(rows, firmCurrency),
    totals: presentRows(totals),
    nextCursor: next === null ? null : [...next],
  }),
});
