import { countQuotes as count } from '#actions/quotes/read-quotes.ts';
import { quoteCounts, quoteCountsQuery } from '#contract/quotes/quotes.ts';
import { presentCounts, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const countQuotes = route({
  method: 'GET',
  path: '/quotes/counts',
  summary: 'Count quotes',
  description:
    'How many quotes are in each state and what they come to, currency by currency, and how many of those that were decided were won.',
  tag: 'Quotes',
  permission: 'quotes.read',
  query: quoteCountsQuery,
  answer: quoteCounts,
  async handler({ context, query }) {
    return shown(await count(context, query), presentCounts);
  },
});
