import { reviseQuote as revise } from '#actions/quotes/copy-quote.ts';
import { idParams } from '#contract/ids.ts';
import { quote } from '#contract/quotes/quotes.ts';
import { presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const reviseQuote = route({
  method: 'POST',
  path: '/quotes/{id}/revision',
  summary: 'Revise a quote',
  description:
    'A draft that takes the place of the quote once it is issued; where a job is billed by the quote, once it is accepted to replace it.',
  tag: 'Quotes',
  permission: 'quotes.edit',
  ifMatch: true,
  params: idParams,
  answer: quote,
  status: 201,
  refusals: ['unknownQuote', 'wrongState', 'conflict', 'currencyMismatch', 'unknownTax'],
  async handler({ context, params, version }) {
    return shown(await revise(context, { id: params.id, version }), presentQuote);
  },
});
