import { archiveQuote as archive } from '#actions/quotes/close-quote.ts';
import { idParams } from '#contract/ids.ts';
import { quote } from '#contract/quotes/quotes.ts';
import { presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const archiveQuote = route({
  method: 'POST',
  path: '/quotes/{id}/archival',
  summary: 'Archive a quote',
  description: 'Puts away a quote that no job is billed by.',
  tag: 'Quotes',
  permission: 'quotes.edit',
  ifMatch: true,
  params: idParams,
  answer: quote,
  refusals: ['unknownQuote', 'wrongState'],
  async handler({ context, params, version }) {
    return shown(await archive(context, { id: params.id, version }), presentQuote);
  },
});
