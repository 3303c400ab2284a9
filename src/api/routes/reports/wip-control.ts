import { wipControl as reader } from '#actions/reports/wip-control.ts';
import { wipControlAnswer, wipControlColumns, wipControlQuery } from '#contract/reports/wip-control.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const wipControl = defineReport({
  name: 'wip-control',
  title: 'WIP control',
  summary: 'Opening, movements and closing between two days',
  description: 'Opening + movements = closing, to the cent, per currency and in every group.',
  query: wipControlQuery,
  answer: wipControlAnswer,
  columns: wipControlColumns,
  reader,
  present: ({ rows, totals, next: _next, ...head }) => ({
    ...head,
    items: presentRows(rows),
    totals: presentRows(totals),
  }),
});
