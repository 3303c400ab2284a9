import { duplicateQuote as duplicate } from '#actions/quotes/copy-quote.ts';
import { idParams } from '#contract/ids.ts';
import { quote } from '#contract/quotes/quotes.ts';
import { presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const duplicateQuote = route({
  method: 'POST',
  path: '/quotes/{id}/duplicate',
  summary: 'Duplicate a quote',
  description: 'A draft with the same lines, at the tax of today.',
  tag: 'Quotes',
  permission: 'quotes.edit',
  params: idParams,
  answer: quote,
  status: 201,
  refusals: ['unknownQuote', 'currencyMismatch', 'unknownTax', 'conflict'],
  async handler({ context, params }) {
    return shown(await duplicate(context, params.id), presentQuote);
  },
});
