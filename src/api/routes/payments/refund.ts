import { refundPayment as refundPaymentAction } from '#actions/payments/allocate-payment.ts';
import { idParams } from '#contract/ids.ts';
import { payment, refundBody } from '#contract/payments/payments.ts';
import { done } from '#core/refusal.ts';
import { presentPayment } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const refundPayment = route({
  method: 'POST',
  path: '/payments/{id}/refunds',
  summary: 'Pay back what is left of a payment',
  tag: 'Payments',
  permission: 'payments.record',
  params: idParams,
  body: refundBody,
  answer: payment,
  status: 201,
  refusals: ['invalidAmount', 'unknownPayment', 'wrongState', 'exceedsOutstanding', 'lockedDate'],
  async handler({ context, params, body }) {
    const refunded = await refundPaymentAction(context, { ...body, paymentId: params.id });
    return refunded.ok ? done(presentPayment(refunded.value)) : refunded;
  },
});
