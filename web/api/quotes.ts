// Quotes: the types of the contract, and what changes when one is changed.

import type { z } from 'zod';
import type { printedDocument } from '#contract/documents/documents.ts';
import type { jobProgress } from '#contract/jobs/progress.ts';
import type {
  acceptedQuote,
  listedQuote,
  quote,
  quoteCounts,
  quotePreview,
} from '#contract/quotes/quotes.ts';
import { resourceQuery, type ListQuestion } from './resource.ts';

export type Quote = z.input<typeof quote>;
export type QuoteLine = Quote['lines'][number];
export type ListedQuote = z.input<typeof listedQuote>;
export type QuotePreview = z.input<typeof quotePreview>;
export type QuoteCounts = z.input<typeof quoteCounts>;
export type AcceptedQuote = z.input<typeof acceptedQuote>;

/** What changes when a quote is issued, accepted or taken back. */
export const quoteTopics: readonly string[] = [
  'quotes',
  'jobs',
  'job-tasks',
  'cost-entries',
  'wip',
  'reports',
  'billable',
  'tasks',
  'history',
];

export function quoteQuery(id: string) {
  return resourceQuery<Quote>(`/quotes/${id}`, {}, { changesWith: ['invoices', 'jobs', 'mails'] });
}

export function printedQuoteQuery(id: string) {
  return resourceQuery<z.input<typeof printedDocument>>(`/quotes/${id}/document`);
}

export function quoteCountsQuery(question: ListQuestion) {
  return resourceQuery<QuoteCounts>('/quotes/counts', question);
}

export function progressQuery(jobId: string) {
  return resourceQuery<z.input<typeof jobProgress>>(
    `/jobs/${jobId}/progress`,
    {},
    { changesWith: ['time-entries', 'wip', 'job-tasks'] },
  );
}
