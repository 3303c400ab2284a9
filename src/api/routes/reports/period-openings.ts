import { periodOpenings as reader } from '#actions/reports/period-openings.ts';
import {
  periodOpeningsAnswer,
  periodOpeningsColumns,
  periodOpeningsQuery,
} from '#contract/reports/period-openings.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const periodOpenings = defineReport({
  name: 'period-openings',
  title: 'Openings of a period',
  summary: 'What each job had when a period was closed',
  description: 'As it was kept when the period was closed; names are those of today.',
  query: periodOpeningsQuery,
  answer: periodOpeningsAnswer,
  columns: periodOpeningsColumns,
  isLarge: true,
  reader,
  present: ({ rows, totals, next, closeId }) => ({
    closeId,
    items: presentRows(rows),
    totals: presentRows(totals),
    nextCursor: next === null ? null : [...next],
  }),
});
