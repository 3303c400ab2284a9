// What each part of one job of an invoice is told.

import type { BillableJob, InvoicePreview } from '../../api/invoices.ts';
import type { Dispatch } from './changes.ts';
import type { GroupBy } from './entries.ts';
import type { InvoiceDraft, JobDraft } from './model.ts';
import type { Objections } from './objections.ts';

export type JobPartProps = {
  job: JobDraft;
  place: number;
  billable: BillableJob;
  draft: InvoiceDraft;
  /** The cut-off as it counts, also where nothing was said. */
  cutOffOn: string;
  invoiceId: string | null;
  groupBy: GroupBy;
  preview: InvoicePreview | null;
  objections: Objections;
  dispatch: Dispatch;
};
