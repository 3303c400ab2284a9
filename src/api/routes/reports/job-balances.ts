import { jobBalances as reader } from '#actions/reports/job-balances.ts';
import { jobBalancesAnswer, jobBalancesColumns, jobBalancesQuery } from '#contract/reports/job-balances.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const jobBalances = defineReport({
  name: 'job-balances',
  title: 'Job WIP balances',
  summary: 'Every account of every job at a day',
  description: 'Debit-positive; the accounts of a job add up to zero.',
  query: jobBalancesQuery,
  answer: jobBalancesAnswer,
  columns: jobBalancesColumns,
  isLarge: true,
  reader,
  present: ({ rows, totals, next, ...head }) => ({
    ...head,
    items: presentRows(rows),
    totals: presentRows(totals),
    nextCursor: next === null ? null : [...next],
  }),
});
