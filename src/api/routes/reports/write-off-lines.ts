import { writeOffLines as reader } from '#actions/reports/write-offs.ts';
import {
  writeOffLinesAnswer,
  writeOffLinesColumns,
  writeOffLinesQuery,
} from '#contract/reports/write-offs.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const writeOffLines = defineReport({
  name: 'write-off-lines',
  title: 'Write-off lines',
  summary: 'What was written off and on, line by line',
  description:
    'The lines that the report of write-offs adds up, by day. A line that takes back names what it reverses.',
  query: writeOffLinesQuery,
  answer: writeOffLinesAnswer,
  columns: writeOffLinesColumns,
  reader,
  present: ({ rows, totals, next, question }) => ({
    from: question.from,
    to: question.to,
    knownAt: question.knownAt ?? null,
    items: presentRows(rows.map((row) => ({ ...row, links: linksOf(row) }))),
    totals: presentRows(totals),
    nextCursor: next === null ? null : [...next],
  }),
});

function linksOf({ journalId }: { readonly journalId: bigint }): Record<string, string> {
  return { journal: `/api/v1/journals/${journalId}` };
}
