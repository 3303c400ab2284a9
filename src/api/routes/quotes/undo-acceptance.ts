import { undoAcceptance as undo } from '#actions/quotes/undo-acceptance.ts';
import { idParams } from '#contract/ids.ts';
import { quote } from '#contract/quotes/quotes.ts';
import { presentQuote, shown } from '../../presenters/quotes.ts';
import { route } from '../../route.ts';

export const undoAcceptance = route({
  method: 'DELETE',
  path: '/quotes/{id}/acceptance',
  summary: 'Take an acceptance back',
  description: 'The quote is an offer again. Refused once something was invoiced from it.',
  tag: 'Quotes',
  permission: 'quotes.accept',
  params: idParams,
  answer: quote,
  refusals: ['unknownQuote', 'wrongState', 'alreadyBilled', 'conflict'],
  async handler({ context, params, version }) {
    return shown(await undo(context, { id: params.id, version }), presentQuote);
  },
});
