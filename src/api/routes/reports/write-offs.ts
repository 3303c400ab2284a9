import { writeOffs as reader } from '#actions/reports/write-offs.ts';
import { writeOffsAnswer, writeOffsColumns, writeOffsQuery } from '#contract/reports/write-offs.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { addressOf, narrowedTo, type Asked, type RowOfGroup } from '../../presenters/drill.ts';
import { defineReport } from './report.ts';

export const writeOffs = defineReport({
  name: 'write-offs',
  title: 'Write-offs',
  summary: 'What was written off and on, by whom, for whom and why',
  description: `From the ledger's lines. What was taken back stands under the reason, author and document of what it
reverses, on its own day, with the opposite sign: so it nets out.`,
  query: writeOffsQuery,
  answer: writeOffsAnswer,
  columns: writeOffsColumns,
  reader,
  present: ({ rows, totals, question }) => ({
    from: question.from,
    to: question.to,
    knownAt: question.knownAt ?? null,
    items: presentRows(rows.map((row) => ({ ...row, links: linksOf(question, question.groupBy, row) }))),
    totals: presentRows(totals),
  }),
});

function linksOf(asked: Asked, groupBy: string, row: RowOfGroup): Record<string, string> {
  const found = narrowedTo(asked, groupBy, row);
  return found === null ? {} : { lines: addressOf('/reports/write-off-lines', found) };
}
