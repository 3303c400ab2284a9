import { wipJournalLines as reader } from '#actions/reports/wip-journal.ts';
import {
  wipJournalLinesAnswer,
  wipJournalLinesColumns,
  wipJournalQuery,
} from '#contract/reports/wip-journal.ts';
import { presentRows } from '../../presenters/amounts.ts';
import { defineReport } from './report.ts';

export const wipJournalLines = defineReport({
  name: 'wip-journal-lines',
  title: 'WIP journal, as lines to be booked',
  summary: 'The WIP journal as debits and credits',
  description: `Two lines for each movement that is not nothing, with the accounts that the firm has set
(/wip-journal-accounts), to be keyed into the accounting system or imported there. Debits are as much as credits.`,
  query: wipJournalQuery,
  answer: wipJournalLinesAnswer,
  columns: wipJournalLinesColumns,
  reader,
  present: ({ rows, totals, question }) => ({
    from: question.from,
    to: question.to,
    knownAt: question.knownAt ?? null,
    items: presentRows(rows),
    totals: presentRows(totals),
  }),
});
