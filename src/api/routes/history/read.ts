import { readHistory as readHistoryAction } from '#actions/history/read-history.ts';
import { historyPage, historyQuery } from '#contract/history/history.ts';
import { historySubjects } from '#core/history/subjects.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const readHistory = route({
  method: 'GET',
  path: '/history',
  summary: 'Read a history',
  description:
    'Who did what to a document, a record or the settings, newest first: changes with each field before and after, approvals, mail, payments, reviews. Of a job it tells of its tasks too, of a client of its contacts.',
  tag: 'History',
  permission: [...new Set(Object.values(historySubjects).flatMap(({ permissions }) => permissions))],
  query: historyQuery,
  answer: historyPage,
  async handler({ context, query: { subject, id, limit, cursor } }) {
    const read = await readHistoryAction(context, { subject, id, after: cursor ?? null, limit: limit + 1 });
    if (!read.ok) return read;
    const events = read.value.slice(0, limit);
    const last = read.value.length > limit ? events.at(-1) : undefined;
    const nextCursor: [string, string, string] | null =
      last === undefined ? null : [last.at, last.source, String(last.id)];
    const items = events.map(({ source, id: eventId, what, changes, ...told }) => ({
      ...told,
      id: `${source}:${eventId}`,
      action: what,
      changes: [...changes],
    }));
    return done({ items, nextCursor });
  },
});
