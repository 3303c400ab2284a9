// Every report that is shown by the one report page.

import type { ReportView } from './view.ts';
import { billing, debtorDocuments, debtorsAged, lockUp } from './views/billed.ts';
import { periodOpenings, wipControl } from './views/books.ts';
import { jobBalances, realisation, receipt, unbilledDetail, writeOffLines, writeOffs } from './views/work.ts';

const views: readonly ReportView[] = [
  unbilledDetail,
  receipt,
  jobBalances,
  realisation,
  writeOffs,
  writeOffLines,
  billing,
  debtorsAged,
  debtorDocuments,
  lockUp,
  wipControl,
  periodOpenings,
];

export function viewNamed(name: string): ReportView | undefined {
  return views.find((view) => view.name === name);
}
