import { listTimers as listRunning } from '#actions/time/timers.ts';
import { timersPage, timersQuery } from '#contract/time/timers.ts';
import { done } from '#core/refusal.ts';
import { presentTimer } from '../../presenters/timers.ts';
import { route } from '../../route.ts';

export const listTimers = route({
  method: 'GET',
  path: '/timers',
  summary: 'List timers',
  description: 'The timers that run: your own, or everybody’s where you may see them.',
  tag: 'Time',
  permission: ['time.readOwn', 'time.readAny'],
  query: timersQuery,
  answer: timersPage,
  async handler({ context, query: { staffId, limit, cursor } }) {
    const listed = await listRunning(context, { staffId, afterId: cursor ?? 0, limit: limit + 1 });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit).map((timer) => presentTimer(context, timer));
    return done({ items, nextCursor: listed.value.length > limit ? items.at(-1)!.id : null });
  },
});
