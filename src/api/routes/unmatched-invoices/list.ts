import { listUnmatchedInvoices } from '#actions/imports/unmatched-invoices.ts';
import { unmatchedInvoicesPage, unmatchedInvoicesQuery } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { presentUnmatched } from '../../presenters/imports.ts';
import { route } from '../../route.ts';

export const listUnmatched = route({
  method: 'GET',
  path: '/unmatched-invoices',
  summary: 'List invoices that wait for a job',
  description:
    'Imported invoices whose job nobody can tell. They have no effect on WIP until somebody decides.',
  tag: 'Imports',
  permission: 'imports.read',
  query: unmatchedInvoicesQuery,
  answer: unmatchedInvoicesPage,
  async handler({ context, query: { waiting, limit, cursor } }) {
    const listed = await listUnmatchedInvoices(context, {
      waiting,
      afterId: cursor?.[0] ?? 0,
      limit: limit + 1,
    });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const nextCursor: [number] | null = listed.value.length > limit ? [items.at(-1)!.id] : null;
    return done({ items: items.map(presentUnmatched), nextCursor });
  },
});
