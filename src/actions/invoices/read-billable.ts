// What could be invoiced: per job its figures, its open items with the drafts that hold them, and its quote.

import { requirePermission } from '#core/access/principal.ts';
import type { BookJob } from '#core/billing/draft.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, type Result } from '#core/refusal.ts';
import {
  readBillableItems,
  readBillableJobs,
  type BillableFilter,
  type BillableItem,
  type BillableJob,
} from '#store/billing/billable.ts';
import { readQuotesToClaim } from '#store/billing/book.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

/** Of a job with more, the oldest are answered. */
export const itemsPerJobMax = 2_000;

export type Billable = BillableJob & {
  readonly items: readonly BillableItem[];
  readonly quote: BookJob['quote'];
};

export function readBillable(
  context: Context,
  filter: BillableFilter & { readonly cutOffOn?: CivilDate | undefined },
  page: { readonly afterId: number; readonly limit: number },
): Promise<Result<Billable[]>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.read');
    if (!permitted.ok) return permitted;
    const jobs = await readBillableJobs(tx, filter, page);
    const jobIds = jobs.map(({ jobId }) => jobId);
    const bounds = { itemsPerJob: itemsPerJobMax, cutOffOn: filter.cutOffOn ?? null };
    const [items, quotes] = await Promise.all([
      readBillableItems(tx, jobIds, bounds),
      readQuotesToClaim(tx, jobIds),
    ]);
    const byJob = Map.groupBy(items, ({ jobId }) => jobId);
    return done(
      jobs.map((job) => {
        const quote = quotes.get(job.jobId);
        return {
          ...job,
          items: byJob.get(job.jobId) ?? [],
          quote: quote === undefined ? null : { ...quote, uninvoicedMinor: job.uninvoicedQuoteMinor },
        };
      }),
    );
  });
}
