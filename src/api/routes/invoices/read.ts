import { readInvoice as readInvoiceAction } from '#actions/invoices/read-invoices.ts';
import { idParams } from '#contract/ids.ts';
import { invoice } from '#contract/invoices/invoices.ts';
import { done } from '#core/refusal.ts';
import { presentInvoice } from '../../presenters/invoices.ts';
import { route } from '../../route.ts';

export const readInvoice = route({
  method: 'GET',
  path: '/invoices/{id}',
  summary: 'Read an invoice',
  description: 'An invoice, a draft or a credit note, with its lines, tax and effect on each job.',
  tag: 'Invoices',
  permission: 'invoices.read',
  params: idParams,
  answer: invoice,
  refusals: ['unknownInvoice'],
  async handler({ context, params }) {
    const found = await readInvoiceAction(context, params.id);
    return found.ok ? done(presentInvoice(found.value)) : found;
  },
});
