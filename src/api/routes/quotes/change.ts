import { changeQuote as change } from '#actions/quotes/change-quote.ts';
import { idParams } from '#contract/ids.ts';
import { quote, quoteBody } from '#contract/quotes/quotes.ts';
import { commandOf, presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const changeQuote = route({
  method: 'PUT',
  path: '/quotes/{id}',
  summary: 'Change a draft quote',
  description: 'What is sent takes the place of the whole draft. An issued quote is revised instead.',
  tag: 'Quotes',
  permission: 'quotes.edit',
  params: idParams,
  body: quoteBody,
  answer: quote,
  refusals: [
    'unknownQuote',
    'wrongState',
    'unknownClient',
    'unknownJob',
    'unknownTask',
    'unknownTax',
    'negativeTotal',
  ],
  async handler({ context, params, body, version }) {
    return shown(await change(context, { id: params.id, version }, commandOf(body)), presentQuote);
  },
});
