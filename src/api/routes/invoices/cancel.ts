import { cancelInvoice as cancelInvoiceAction } from '#actions/invoices/cancel-invoice.ts';
import { cancellationBody } from '#contract/credit-notes/credit-notes.ts';
import { idParams } from '#contract/ids.ts';
import { invoice } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentInvoice } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';

export const cancelInvoice = route({
  method: 'POST',
  path: '/invoices/{id}/cancellation',
  summary: 'Cancel an approved invoice',
  description:
    'Reverses all that the invoice did, to the cent; its work can be billed again. The number stays used. Payments and credit notes against it are taken back first.',
  tag: 'Invoices',
  permission: 'invoices.approve',
  params: idParams,
  body: cancellationBody,
  answer: invoice,
  refusals: [
    'unknownInvoice',
    'wrongState',
    'allocationsPresent',
    'interimAbsorbed',
    'onDraft',
    'excludedFromBilling',
  ],
  async handler({ context, params, body }) {
    const cancelled = await cancelInvoiceAction(context, { id: params.id, ...body });
    return cancelled.ok ? done(presentInvoice(cancelled.value)) : cancelled;
  },
});
