import { listQuotes as list } from '#actions/quotes/read-quotes.ts';
import { quotesPage, quotesQuery } from '#contract/quotes/quotes.ts';
import { pageWanted, presentPage } from '../../presenters/practice.ts';
import { presentListedQuote } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const listQuotes = route({
  method: 'GET',
  path: '/quotes',
  summary: 'List quotes',
  description: 'By the day of the quote, newest first unless said; a draft without a day stands before them.',
  tag: 'Quotes',
  permission: 'quotes.read',
  query: quotesQuery,
  answer: quotesPage,
  async handler({ context, query }) {
    return presentPage(await list(context, { ...query, ...pageWanted(query) }), presentListedQuote);
  },
});
