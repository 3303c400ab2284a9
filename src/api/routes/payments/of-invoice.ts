import { listAllocationsOf } from '#actions/payments/read-payments.ts';
import { allocationsOfDocument } from '#contract/credit-notes/credit-notes.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentAllocation } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const readAllocationsOfInvoice = route({
  method: 'GET',
  path: '/invoices/{id}/allocations',
  summary: 'What pays an invoice',
  description:
    'Every payment and credit note that pays the invoice, or paid it once, in the order of recording.',
  tag: 'Payments',
  permission: 'invoices.read',
  params: idParams,
  answer: allocationsOfDocument,
  refusals: ['unknownInvoice'],
  async handler({ context, params }) {
    const found = await listAllocationsOf(context, params.id);
    return found.ok ? done({ items: found.value.map(presentAllocation) }) : found;
  },
});
