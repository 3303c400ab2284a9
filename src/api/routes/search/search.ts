import { search as searchAction } from '#actions/search/search.ts';
import { searchAnswer, searchQuery } from '#contract/search/search.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const search = route({
  method: 'GET',
  path: '/search',
  summary: 'Find records',
  description:
    'Clients, jobs, contacts, quotes, invoices, credit notes, payments, staff and tasks whose words or number begin with what is typed, as far as the caller may see them; the best first.',
  tag: 'Search',
  permission: ['jobs.read', 'clients.read', 'quotes.read', 'invoices.read', 'staff.read', 'tasks.read'],
  query: searchQuery,
  answer: searchAnswer,
  async handler({ context, query }) {
    const found = await searchAction(context, query);
    return found.ok ? done({ items: found.value }) : found;
  },
});
