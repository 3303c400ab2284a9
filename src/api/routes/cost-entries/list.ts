import { listCosts as list } from '#actions/costs/read-costs.ts';
import { costEntriesPage, costEntriesQuery } from '#contract/job-costs/cost-entries.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { done } from '#core/refusal.ts';
import { presentListedCost } from '../../presenters/costs.ts';
import { route } from '../../route.ts';

export const listCosts = route({
  method: 'GET',
  path: '/cost-entries',
  summary: 'List costs',
  description: 'Newest first; for those who may only record their own costs, those.',
  tag: 'Costs',
  permission: ['costs.read', 'costs.readOwn'],
  query: costEntriesQuery,
  answer: costEntriesPage,
  async handler({ context, query: { limit, cursor, ...filter } }) {
    const after = cursor === undefined ? null : { incurredOn: civilDate(cursor[0]), id: BigInt(cursor[1]) };
    const listed = await list(context, filter, { after, limit: limit + 1 });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const last = listed.value.length > limit ? items.at(-1)! : null;
    const nextCursor: [string, string] | null = last === null ? null : [last.incurredOn, String(last.id)];
    return done({ items: items.map(presentListedCost), nextCursor });
  },
});
