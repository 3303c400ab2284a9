import {
  realisation as reader,
  type RealisationQuestion,
  type RealisationRow,
} from '#actions/reports/realisation.ts';
import { realisationAnswer, realisationColumns, realisationQuery } from '#contract/reports/realisation.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { addressOf, narrowedTo } from '../../presenters/drill.ts';
import { defineReport } from './report.ts';

export const realisation = defineReport({
  name: 'realisation',
  title: 'Realisation',
  summary: 'What part of the work that left WIP was billed',
  description: `Work leaves WIP by being billed or written off. Worked = billed + written off − written on; realisation is
billed ÷ worked. By job, client, manager, partner, category or month it is read from the months of jobs; by staff member
or task from the lines of the period.`,
  query: realisationQuery,
  answer: realisationAnswer,
  columns: realisationColumns,
  reader,
  present: ({ rows, totals, question }) => ({
    from: question.from,
    to: question.to,
    knownAt: question.knownAt ?? null,
    items: presentRows(rows.map((row) => ({ ...row, links: linksOf(question, row) }))),
    totals: presentRows(totals),
  }),
});

function linksOf(question: RealisationQuestion, row: RealisationRow): Record<string, string> {
  const { groupBy } = question;
  const found = narrowedTo(question, groupBy, row);
  if (found === null) return {};
  const writtenOff = addressOf('/reports/write-off-lines', found);
  if (groupBy !== 'job') {
    return { jobs: addressOf('/reports/realisation', found, { groupBy: 'job' }), writtenOff };
  }
  const days = new URLSearchParams({ from: question.from, to: question.to });
  const ledger = addressOf(`/jobs/${row.id}/ledger`, days, { account: 'billed' });
  return { billed: ledger, writtenOff };
}
