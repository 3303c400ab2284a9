// Invoices and credit notes: the types of the contract, and what changes when one is changed.

import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  allocationsOfDocument,
  creditNote,
  creditPreview,
} from '#contract/credit-notes/credit-notes.ts';
import type { printedDocument } from '#contract/documents/documents.ts';
import type { historyPage } from '#contract/history/history.ts';
import type { billablePage } from '#contract/invoices/billable.ts';
import type { invoiceContent } from '#contract/invoices/content.ts';
import type {
  invoice,
  invoiceCounts,
  invoicePreview,
  listedInvoice,
  notice,
  savedDraft,
} from '#contract/invoices/invoices.ts';
import type { mail, mailPreview, mailsPage } from '#contract/mail/mail.ts';
import type { allocation } from '#contract/payments/payments.ts';
import { ask } from './client.ts';
import { currentFirmId } from './firm.ts';
import { resourceQuery } from './resource.ts';

export type Invoice = z.input<typeof invoice>;
export type SavedDraft = z.input<typeof savedDraft>;
export type ListedInvoice = z.input<typeof listedInvoice>;
export type InvoiceContent = z.input<typeof invoiceContent>;
export type InvoicePreview = z.input<typeof invoicePreview>;
export type InvoiceNotice = z.input<typeof notice>;
export type BillableJob = z.input<typeof billablePage>['items'][number];
export type BillableItem = BillableJob['items'][number];
export type CreditNote = z.input<typeof creditNote>;
export type CreditPreview = z.input<typeof creditPreview>;
export type Allocation = z.input<typeof allocation>;
export type Mail = z.input<typeof mail>;
export type MailPreview = z.input<typeof mailPreview>;
export type PrintedDocument = z.input<typeof printedDocument>;

/** What changes when an invoice is drafted, approved, cancelled or credited. */
export const invoiceTopics: readonly string[] = [
  'invoices',
  'credit-notes',
  'history',
  'wip',
  'jobs',
  'reports',
  'billable',
  'time-entries',
  'cost-entries',
  'payments',
  'mails',
];

export function invoiceQuery(id: string) {
  return resourceQuery<Invoice>(
    `/invoices/${id}`,
    {},
    { changesWith: ['payments', 'mails', 'credit-notes'] },
  );
}

export function creditNoteQuery(id: string) {
  return resourceQuery<CreditNote>(
    `/credit-notes/${id}`,
    {},
    { changesWith: ['payments', 'invoices', 'mails'] },
  );
}

export function printedQuery(id: string) {
  return resourceQuery<PrintedDocument>(
    `/invoices/${id}/document`,
    {},
    { changesWith: ['payments', 'credit-notes'] },
  );
}

export function invoiceCountsQuery(clientId: string | undefined) {
  return resourceQuery<z.input<typeof invoiceCounts>>(
    '/invoices/counts',
    { clientId },
    { changesWith: ['payments', 'credit-notes'] },
  );
}

export function historyQuery(subject: 'invoice' | 'creditNote' | 'quote' | 'payment', id: string) {
  return resourceQuery<z.input<typeof historyPage>>(
    '/history',
    { subject, id, limit: 100 },
    { changesWith: ['invoices', 'credit-notes', 'quotes', 'payments', 'mails'] },
  );
}

/** What of these jobs could be billed, all of it, however many answers that takes. */
export function billableQuery(of: { clientId?: string | undefined; jobIds?: readonly string[] }) {
  const question = { clientId: of.clientId, jobIds: of.jobIds?.join(','), limit: 50 };
  return queryOptions({
    queryKey: ['billable', currentFirmId(), question],
    queryFn: async ({ signal }) => {
      const jobs: BillableJob[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await ask<z.input<typeof billablePage>>('/billable', {
          search: { ...question, cursor },
          signal,
        });
        jobs.push(...page.items);
        if (page.nextCursor === null) return jobs;
        cursor = page.nextCursor;
      }
    },
    meta: { changesWith: ['wip', 'jobs', 'invoices', 'time-entries', 'cost-entries'] },
  });
}

/** Of an invoice or credit note, or of a quote. */
export function mailsQuery(of: { invoiceId: string } | { quoteId: string }) {
  return resourceQuery<z.input<typeof mailsPage>>(
    '/mails',
    { ...of, limit: 50 },
    { changesWith: ['invoices', 'quotes'] },
  );
}

export function allocationsQuery(invoiceId: string) {
  return resourceQuery<z.input<typeof allocationsOfDocument>>(
    `/invoices/${invoiceId}/allocations`,
    {},
    { changesWith: ['payments', 'credit-notes', 'allocations'] },
  );
}
