import { allocatePayment as allocatePaymentAction } from '#actions/payments/allocate-payment.ts';
import { idParams } from '#contract/ids.ts';
import { allocationsBody, payment } from '#contract/payments/payments.ts';
import { done } from '#core/refusal.ts';
import { presentPayment } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const allocatePayment = route({
  method: 'POST',
  path: '/payments/{id}/allocations',
  summary: 'Allocate what is left of a payment',
  tag: 'Payments',
  permission: 'payments.record',
  params: idParams,
  body: allocationsBody,
  answer: payment,
  status: 201,
  refusals: [
    'invalidAmount',
    'unknownPayment',
    'unknownInvoice',
    'wrongState',
    'exceedsOutstanding',
    'lockedDate',
    'nothingToDo',
  ],
  async handler({ context, params, body }) {
    const allocated = await allocatePaymentAction(context, { ...body, paymentId: params.id });
    return allocated.ok ? done(presentPayment(allocated.value)) : allocated;
  },
});
