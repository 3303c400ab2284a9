import { removeQuote as remove } from '#actions/quotes/remove-quote.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeQuote = route({
  method: 'DELETE',
  path: '/quotes/{id}',
  summary: 'Delete a draft quote',
  description: 'Only a draft; what was issued is archived.',
  tag: 'Quotes',
  permission: 'quotes.edit',
  params: idParams,
  refusals: ['unknownQuote', 'wrongState'],
  handler({ context, params, version }) {
    return remove(context, { id: params.id, version });
  },
});
