// Every row, in the order in which they run: those that only read come first, those that make many jobs last.

import { planRow, runRow } from './billing-run.ts';
import { bulkRow } from './bulk.ts';
import { estimatedBillingsRow } from './estimated-billings.ts';
import { httpRow } from './http.ts';
import { invoicesRow } from './invoices.ts';
import { peakRow } from './peak.ts';
import { postingRow } from './posting.ts';
import { asAtRow, reportsRow } from './reports.ts';
import type { Row } from './row.ts';
import { storageRow } from './storage.ts';
import { verifyRow } from './verify.ts';

export const rows: readonly Row[] = [
  estimatedBillingsRow,
  asAtRow,
  reportsRow,
  storageRow,
  postingRow,
  bulkRow,
  httpRow,
  peakRow,
  invoicesRow,
  planRow,
  runRow,
  verifyRow,
];
