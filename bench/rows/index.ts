// Every row, in the order in which they run: those that only read come first, then those that write, and those that make
// many jobs last.

import { runRow } from './billing-run.ts';
import { bulkRow } from './bulk.ts';
import { estimatedBillingsRow, whilePostingRow } from './estimated-billings.ts';
import { httpRow, readingRow } from './http.ts';
import { importRow } from './import.ts';
import { invoicesRow } from './invoices.ts';
import { listsRow } from './lists.ts';
import { monitoringRow } from './monitoring.ts';
import { overloadRow } from './overload.ts';
import { peakRow } from './peak.ts';
import { postingRow } from './posting.ts';
import { asAtRow, flatRow, reportsRow } from './reports.ts';
import type { Row } from './row.ts';
import { startRow } from './start.ts';
import { storageRow } from './storage.ts';
import { verifyRow } from './verify.ts';

export const rows: readonly Row[] = [
  estimatedBillingsRow,
  asAtRow,
  reportsRow,
  listsRow,
  flatRow,
  readingRow,
  storageRow,
  whilePostingRow,
  postingRow,
  bulkRow,
  importRow,
  httpRow,
  monitoringRow,
  overloadRow,
  peakRow,
  invoicesRow,
  runRow,
  verifyRow,
  startRow,
];
