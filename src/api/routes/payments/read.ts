import { getPayment } from '#actions/payments/read-payments.ts';
import { idParams } from '#contract/ids.ts';
import { payment } from '#contract/payments/payments.ts';
import { done } from '#core/refusal.ts';
import { presentPayment } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const readPayment = route({
  method: 'GET',
  path: '/payments/{id}',
  summary: 'Read a payment',
  description: 'With everything that was allocated of it and taken back.',
  tag: 'Payments',
  permission: 'invoices.read',
  params: idParams,
  answer: payment,
  refusals: ['unknownPayment'],
  async handler({ context, params }) {
    const found = await getPayment(context, params.id);
    return found.ok ? done(presentPayment(found.value)) : found;
  },
});
