import { listTimesheets as list } from '#actions/time/find-weeks.ts';
import { weeksPage, weeksQuery } from '#contract/time/timesheets.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const listTimesheets = route({
  method: 'GET',
  path: '/timesheets',
  summary: 'List timesheets',
  description:
    'Weeks in which time was recorded, and whether they are done: your own, or everybody’s where you may see them.',
  tag: 'Time',
  permission: ['time.readOwn', 'time.readAny'],
  query: weeksQuery,
  answer: weeksPage,
  async handler({ context, query: { cursor, limit, ...filter } }) {
    const after = cursor === undefined ? null : ([civilDate(cursor[0]), cursor[1]] as const);
    const listed = await list(context, { ...filter, after, limit: limit + 1 });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const last = listed.value.length > limit ? items.at(-1)! : null;
    const nextCursor: [string, number] | null = last === null ? null : [last.weekStart, last.staffId];
    return done({ items, nextCursor });
  },
});
