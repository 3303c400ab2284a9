import { acceptQuote as accept } from '#actions/quotes/accept-quote.ts';
import { idParams } from '#contract/ids.ts';
import { acceptanceBody, acceptedQuote } from '#contract/quotes/quotes.ts';
import { presentAccepted, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const acceptQuote = route({
  method: 'POST',
  path: '/quotes/{id}/acceptance',
  summary: 'Accept a quote',
  description:
    'A job is billed by the quote from then on: it gets its tasks, estimates and estimated costs, and what was accepted stands as its uninvoiced quote. A new job needs the permission to add jobs.',
  tag: 'Quotes',
  permission: 'quotes.accept',
  ifMatch: true,
  params: idParams,
  body: acceptanceBody,
  answer: acceptedQuote,
  refusals: [
    'unknownQuote',
    'unknownQuoteLine',
    'unknownJob',
    'wrongState',
    'conflict',
    'quoteMissing',
    'currencyMismatch',
    'excludedFromBilling',
    'lockedDate',
    'futureDate',
    'invalidDate',
    'duplicate',
  ],
  async handler({ context, params, body, version }) {
    return shown(await accept(context, { ...body, id: params.id, version }), presentAccepted);
  },
});
