import {
  wipJournal as reader,
  type WipJournalQuestion,
  type WipJournalRow,
} from '#actions/reports/wip-journal.ts';
import { wipJournalAnswer, wipJournalColumns, wipJournalQuery } from '#contract/reports/wip-journal.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { addressOf, narrowedTo } from '../../presenters/drill.ts';
import { defineReport } from './report.ts';

export const wipJournal = defineReport({
  name: 'wip-journal',
  title: 'WIP journal',
  summary: 'What moved net WIP, by kind and month',
  description: `Opening + movements = closing, to the cent, in every row. What was reversed is shown within the kind that it
reverses, on the day of the reversal. A row whose group has nothing in a month is left out.`,
  query: wipJournalQuery,
  answer: wipJournalAnswer,
  columns: wipJournalColumns,
  reader,
  present: ({ rows, totals, question }) => ({
    from: question.from,
    to: question.to,
    knownAt: question.knownAt ?? null,
    items: presentRows(rows.map((row) => ({ ...row, links: linksOf(question, row) }))),
    totals: presentRows(totals),
  }),
});

function linksOf(question: WipJournalQuestion, row: WipJournalRow): Record<string, string> {
  const { from, to } = row;
  if (question.groupBy === 'job') {
    return { ledger: addressOf(`/jobs/${row.id}/ledger`, new URLSearchParams({ from, to })) };
  }
  const found = narrowedTo({ ...question, from, to }, question.groupBy, { ...row, month: null });
  if (found === null) return {};
  return { jobs: addressOf('/reports/wip-journal', found, { by: 'period', groupBy: 'job' }) };
}
