import { listAttachments as list } from '#actions/attachments/attachments.ts';
import { attachmentsPage, attachmentsQuery } from '#contract/attachments/attachments.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const listAttachments = route({
  method: 'GET',
  path: '/attachments',
  summary: 'List the files of a cost or a job',
  description: 'Oldest first.',
  tag: 'Attachments',
  permission: ['costs.read', 'costs.readOwn', 'jobs.read'],
  query: attachmentsQuery,
  answer: attachmentsPage,
  refusals: ['unknownEntry'],
  async handler({ context, query: { limit, cursor, ...subject } }) {
    const listed = await list(context, subject, { afterId: cursor?.[0] ?? 0, limit: limit + 1 });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const nextCursor: [number] | null = listed.value.length > limit ? [items.at(-1)!.id] : null;
    return done({ items, nextCursor });
  },
});
