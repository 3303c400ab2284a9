import { receipt as reader } from '#actions/reports/receipt.ts';
import { receiptAnswer, receiptColumns, receiptQuery } from '#contract/reports/receipt.ts';
import { presentAmounts, presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const receipt = defineReport({
  name: 'receipt',
  title: 'Receipt of a job',
  summary: 'How what is available to invoice on a job came about',
  query: receiptQuery,
  answer: receiptAnswer,
  columns: receiptColumns,
  reader,
  present: ({ rows, next: _next, ...head }) => ({
    ...presentAmounts(head, head.currency),
    items: presentRows(rows),
  }),
});
