// Every report, one line each, for the API, the command line and exports.

import { billing } from './billing.ts';
import { debtorDocuments } from './debtor-documents.ts';
import { debtorsAged } from './debtors-aged.ts';
import { estimatedBillings } from './estimated-billings.ts';
import { jobBalances } from './job-balances.ts';
import { lockUp } from './lock-up.ts';
import { periodOpenings } from './period-openings.ts';
import { realisation } from './realisation.ts';
import { receipt } from './receipt.ts';
import type { Report } from './report.ts';
import { unbilledDetail } from './unbilled-detail.ts';
import { wipControl } from './wip-control.ts';
import { wipJournalLines } from './wip-journal-lines.ts';
import { wipJournal } from './wip-journal.ts';
import { writeOffLines } from './write-off-lines.ts';
import { writeOffs } from './write-offs.ts';

export const reports: readonly Report[] = [
  estimatedBillings,
  jobBalances,
  wipControl,
  wipJournal,
  wipJournalLines,
  periodOpenings,
  unbilledDetail,
  receipt,
  realisation,
  writeOffs,
  writeOffLines,
  billing,
  debtorsAged,
  debtorDocuments,
  lockUp,
];

export function reportNamed(name: string): Report | undefined {
  return reports.find((report) => report.name === name);
}
