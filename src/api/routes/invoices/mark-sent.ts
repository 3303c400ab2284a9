import { markSent as markSentAction } from '#actions/invoices/mark-sent.ts';
import { idParams } from '#contract/ids.ts';
import { invoice } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentInvoice } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';

export const markInvoiceSent = route({
  method: 'POST',
  path: '/invoices/{id}/dispatch',
  summary: 'Mark an invoice as sent',
  description: 'For what went out by another way than mail from here. Said twice, the first time stands.',
  tag: 'Invoices',
  permission: 'documents.send',
  params: idParams,
  answer: invoice,
  refusals: ['unknownInvoice', 'wrongState'],
  async handler({ context, params }) {
    const marked = await markSentAction(context, params.id);
    return marked.ok ? done(presentInvoice(marked.value)) : marked;
  },
});
