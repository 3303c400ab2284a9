// Every report, one line each, for the API, the command line and exports.

import { billing } from './billing.ts';
import { estimatedBillings } from './estimated-billings.ts';
import { jobBalances } from './job-balances.ts';
import { realisation } from './realisation.ts';
import { receipt } from './receipt.ts';
import type { Report } from './report.ts';
import { unbilledDetail } from './unbilled-detail.ts';
import { wipControl } from './wip-control.ts';
import { writeOffLines } from './write-off-lines.ts';
import { writeOffs } from './write-offs.ts';

export const reports: readonly Report[] = [
  estimatedBillings,
  jobBalances,
  wipControl,
  unbilledDetail,
  receipt,
  realisation,
  writeOffs,
  writeOffLines,
  billing,
];

export function reportNamed(name: string): Report | undefined {
  return reports.find((report) => report.name === name);
}
