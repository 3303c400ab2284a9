import { approveInvoice as approveInvoiceAction } from '#actions/invoices/approve-invoice.ts';
import { idParams } from '#contract/ids.ts';
import { approvalBody, invoice } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentInvoice } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';

export const approveInvoice = route({
  method: 'POST',
  path: '/invoices/{id}/approval',
  summary: 'Approve an invoice',
  description:
    'Composes the draft once more, numbers it and posts what it does. If anything moved since it was seen, nothing is posted, and each error says what moved.',
  tag: 'Invoices',
  permission: 'invoices.approve',
  params: idParams,
  body: approvalBody,
  answer: invoice,
  refusals: [
    'unknownInvoice',
    'wrongState',
    'staleVersion',
    'previewOutdated',
    'reviewPending',
    'questionOpen',
    'lockedDate',
    'futureDate',
    'beforeWork',
    'limitExceeded',
    'excludedFromBilling',
    'unknownSeries',
  ],
  async handler({ context, params, body }) {
    const approved = await approveInvoiceAction(context, { id: params.id, ...body });
    return approved.ok ? done(presentInvoice(approved.value)) : approved;
  },
});
