import { readBillable as readBillableAction } from '#actions/invoices/read-billable.ts';
import { billablePage, billableQuery } from '#contract/invoices/billable.ts';
import { done } from '#core/refusal.ts';
import { presentBillable } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';

export const readBillable = route({
  method: 'GET',
  path: '/billable',
  summary: 'Read what could be invoiced',
  description:
    'Jobs by id, with net WIP, open entries and the drafts that hold them, and what of the quote is not invoiced. Of a job with more than 2,000 open entries, the oldest are answered.',
  tag: 'Invoices',
  permission: 'invoices.read',
  query: billableQuery,
  answer: billablePage,
  async handler({ context, query: { limit, cursor, ...filter } }) {
    const found = await readBillableAction(context, filter, { afterId: cursor?.[0] ?? 0, limit: limit + 1 });
    if (!found.ok) return found;
    const jobs = found.value.slice(0, limit);
    const nextCursor: [number] | null = found.value.length > limit ? [jobs.at(-1)!.jobId] : null;
    return done({ items: jobs.map(presentBillable), nextCursor });
  },
});
