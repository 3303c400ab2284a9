// The reports in the order in which people look for them, each with the question that it answers.

import type { SessionFirm } from '../../api/session.ts';

export type ReportEntry = {
  readonly name: string;
  readonly title: string;
  /** The question, as somebody in the firm would ask it. */
  readonly asks: string;
  readonly needs: SessionFirm['permissions'][number];
  /** Where it is, if it is not a report page. */
  readonly href?: string;
};

export type ReportShelf = { readonly title: string; readonly reports: readonly ReportEntry[] };

export const catalogue: readonly ReportShelf[] = [
  {
    title: 'What can be billed',
    reports: [
      {
        name: 'estimated-billings',
        title: 'Estimated Billings',
        asks: 'What is available to invoice on each job, and how old is it?',
        needs: 'wip.read',
        href: '/wip',
      },
      {
        name: 'unbilled-detail',
        title: 'Unbilled detail',
        asks: 'Which hours, costs and interims are still open, entry by entry?',
        needs: 'wip.read',
      },
      {
        name: 'receipt',
        title: 'Receipt of a job',
        asks: 'How did what is available on a job come about?',
        needs: 'wip.read',
      },
      {
        name: 'job-balances',
        title: 'Job WIP balances',
        asks: 'What stands on every account of every job at a day?',
        needs: 'wip.read',
      },
    ],
  },
  {
    title: 'What became of the work',
    reports: [
      {
        name: 'realisation',
        title: 'Realisation',
        asks: 'What part of the work was billed, and what part was given away?',
        needs: 'wip.read',
      },
      {
        name: 'write-offs',
        title: 'Write-offs',
        asks: 'How much was written off and on, by whom, for whom and why?',
        needs: 'wip.read',
      },
      {
        name: 'write-off-lines',
        title: 'Write-off lines',
        asks: 'Which entries were written off and on, line by line?',
        needs: 'wip.read',
      },
    ],
  },
  {
    title: 'What was billed, and who owes',
    reports: [
      {
        name: 'billing',
        title: 'Billing',
        asks: 'What was invoiced, credited and cancelled, and does the ledger agree?',
        needs: 'invoices.read',
      },
      {
        name: 'debtors-aged',
        title: 'Debtors aged',
        asks: 'Who owes what, and how long has it been due?',
        needs: 'invoices.read',
      },
      {
        name: 'debtor-documents',
        title: 'Debtor documents',
        asks: 'Which invoices are outstanding, and which credit is left?',
        needs: 'invoices.read',
      },
      {
        name: 'lock-up',
        title: 'Lock-up days',
        asks: 'How many days of billing stand in WIP and with debtors?',
        needs: 'invoices.read',
      },
    ],
  },
  {
    title: 'For the books',
    reports: [
      {
        name: 'wip-control',
        title: 'WIP control',
        asks: 'What was WIP at first, what moved it, and what is it now?',
        needs: 'wip.read',
      },
      {
        name: 'wip-journal',
        title: 'WIP journal',
        asks: 'What moved WIP month by month, in the terms of the accounts?',
        needs: 'wip.read',
      },
      {
        name: 'wip-journal-lines',
        title: 'WIP journal, as lines to be booked',
        asks: 'Which debits and credits go into the accounting system?',
        needs: 'wip.read',
        href: '/reports/wip-journal?tab=lines',
      },
      {
        name: 'period-openings',
        title: 'Openings of a period',
        asks: 'What did each job have when a period was closed?',
        needs: 'wip.read',
      },
    ],
  },
];

export function entryNamed(name: string): ReportEntry | undefined {
  return catalogue.flatMap(({ reports }) => reports).find((entry) => entry.name === name);
}
