import { discardDraft } from '#actions/invoices/drafts.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const discardInvoice = route({
  method: 'DELETE',
  path: '/invoices/{id}',
  summary: 'Discard a draft',
  description: 'Frees what the draft holds. It can still be read and duplicated.',
  tag: 'Invoices',
  permission: 'invoices.draft',
  params: idParams,
  refusals: ['unknownInvoice', 'wrongState'],
  handler({ context, params, version }) {
    return discardDraft(context, { id: params.id, version });
  },
});
