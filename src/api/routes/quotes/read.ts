import { readQuote as read } from '#actions/quotes/read-quotes.ts';
import { idParams } from '#contract/ids.ts';
import { quote } from '#contract/quotes/quotes.ts';
import { presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const readQuote = route({
  method: 'GET',
  path: '/quotes/{id}',
  summary: 'Read a quote',
  description: 'With its lines, and what of each stands invoiced.',
  tag: 'Quotes',
  permission: 'quotes.read',
  params: idParams,
  answer: quote,
  refusals: ['unknownQuote'],
  async handler({ context, params }) {
    return shown(await read(context, params.id), presentQuote);
  },
});
