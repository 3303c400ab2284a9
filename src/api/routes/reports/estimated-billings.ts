import { estimatedBillings as reader, type EstimatedBillings } from '#actions/reports/estimated-billings.ts';
import {
  estimatedBillingsAnswer,
  estimatedBillingsColumns,
  estimatedBillingsQuery,
} from '#contract/reports/estimated-billings.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const estimatedBillings = defineReport({
  name: 'estimated-billings',
  title: 'Estimated Billings',
  summary: 'What is available to invoice, per job',
  description: `Live: every job in the WIP manager. As at a day, or as known at a moment: every job that had WIP, an
interim or an uninvoiced quote then. Totals and subtotals come with the first page and cover the whole filter.`,
  query: estimatedBillingsQuery,
  answer: estimatedBillingsAnswer,
  columns: estimatedBillingsColumns,
  isLarge: true,
  reader,
  present: ({ rows, totals, groups, next, ...head }) => ({
    ...head,
    items: presentRows(rows),
    totals: presentRows(totals),
    groups: groups === null ? null : presentGroups(groups),
    nextCursor: next === null ? null : [...next],
  }),
});

function presentGroups(groups: NonNullable<EstimatedBillings['groups']>) {
  return [...Map.groupBy(groups, (group) => group.groupId).values()].map((totals) => ({
    id: totals[0]!.groupId,
    name: totals[0]!.groupName,
    totals: presentRows(totals),
  }));
}
