import { issueQuote as issue } from '#actions/quotes/issue-quote.ts';
import { idParams } from '#contract/ids.ts';
import { issueBody, quote } from '#contract/quotes/quotes.ts';
import { presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const issueQuote = route({
  method: 'POST',
  path: '/quotes/{id}/issue',
  summary: 'Issue a quote',
  description:
    'Gives a draft its number, without gaps, and its tax as printed. It is not edited any more; a quote that it revises gives way to it.',
  tag: 'Quotes',
  permission: 'quotes.edit',
  ifMatch: true,
  params: idParams,
  body: issueBody,
  answer: quote,
  refusals: [
    'unknownQuote',
    'wrongState',
    'unknownSeries',
    'currencyMismatch',
    'lockedDate',
    'futureDate',
    'unknownTax',
  ],
  async handler({ context, params, body, version }) {
    return shown(await issue(context, { ...body, id: params.id, version }), presentQuote);
  },
});
