import { listTime } from '#actions/time/read-time.ts';
import { timeEntriesPage, timeEntriesQuery } from '#contract/time/time-entries.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { done } from '#core/refusal.ts';
import { presentTimeEntry } from '../../presenters/time.ts';
import { route } from '../../route.ts';

export const listTimeEntries = route({
  method: 'GET',
  path: '/time-entries',
  summary: 'List time entries',
  description: 'Newest first; your own, or everybody’s where you may see them.',
  tag: 'Time',
  permission: ['time.readOwn', 'time.readAny'],
  query: timeEntriesQuery,
  answer: timeEntriesPage,
  async handler({ context, query: { limit, cursor, ...filter } }) {
    const after = cursor === undefined ? null : { workedOn: civilDate(cursor[0]), id: BigInt(cursor[1]) };
    const listed = await listTime(context, filter, { after, limit: limit + 1 });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const last = listed.value.length > limit ? items.at(-1)! : null;
    const nextCursor: [string, string] | null = last === null ? null : [last.workedOn, String(last.id)];
    return done({ items: items.map((entry) => presentTimeEntry(context, entry)), nextCursor });
  },
});
