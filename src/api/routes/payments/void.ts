import { voidPayment as voidPaymentAction } from '#actions/payments/void-payment.ts';
import { idParams } from '#contract/ids.ts';
import { payment, voidBody } from '#contract/payments/payments.ts';
import { done } from '#core/refusal.ts';
import { presentPayment } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const voidPayment = route({
  method: 'POST',
  path: '/payments/{id}/void',
  summary: 'Void a payment',
  description: 'A payment that never was, or that bounced. Whatever it paid is outstanding again.',
  tag: 'Payments',
  permission: 'payments.record',
  params: idParams,
  body: voidBody,
  answer: payment,
  refusals: ['unknownPayment', 'wrongState', 'allocationsPresent', 'lockedDate'],
  async handler({ context, params, body }) {
    const voided = await voidPaymentAction(context, { ...body, paymentId: params.id });
    return voided.ok ? done(presentPayment(voided.value)) : voided;
  },
});
