import { createQuote } from '#actions/quotes/create-quote.ts';
import { quote, quoteBody } from '#contract/quotes/quotes.ts';
import { commandOf, presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';
import { drawingRefusals } from './refusals.ts';

export const drawUpQuote = route({
  method: 'POST',
  path: '/quotes',
  summary: 'Draw up a quote',
  description: 'A draft, without a number until it is issued.',
  tag: 'Quotes',
  permission: 'quotes.edit',
  body: quoteBody,
  answer: quote,
  status: 201,
  refusals: drawingRefusals,
  async handler({ context, body }) {
    return shown(await createQuote(context, commandOf(body)), presentQuote);
  },
});
