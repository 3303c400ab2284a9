import { declineQuote as decline } from '#actions/quotes/close-quote.ts';
import { idParams } from '#contract/ids.ts';
import { declineBody, quote } from '#contract/quotes/quotes.ts';
import { presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const declineQuote = route({
  method: 'POST',
  path: '/quotes/{id}/decline',
  summary: 'Decline a quote',
  description: 'The client does not want what an issued quote offers.',
  tag: 'Quotes',
  permission: 'quotes.accept',
  ifMatch: true,
  params: idParams,
  body: declineBody,
  answer: quote,
  refusals: ['unknownQuote', 'wrongState', 'futureDate', 'invalidDate'],
  async handler({ context, params, body, version }) {
    return shown(await decline(context, { ...body, id: params.id, version }), presentQuote);
  },
});
