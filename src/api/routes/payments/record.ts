import { recordPayment as recordPaymentAction } from '#actions/payments/record-payment.ts';
import { payment, paymentBody } from '#contract/payments/payments.ts';
import { done } from '#core/refusal.ts';
import { presentPayment } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const recordPayment = route({
  method: 'POST',
  path: '/payments',
  summary: 'Record a payment',
  description:
    "What a client paid, and which invoices it pays. What is left over stays the client's credit, to allocate or pay back.",
  tag: 'Payments',
  permission: 'payments.record',
  body: paymentBody,
  answer: payment,
  status: 201,
  refusals: [
    'invalidAmount',
    'unknownClient',
    'unknownInvoice',
    'wrongState',
    'currencyMismatch',
    'exceedsOutstanding',
    'lockedDate',
    'futureDate',
  ],
  async handler({ context, body }) {
    const recorded = await recordPaymentAction(context, body);
    return recorded.ok ? done(presentPayment(recorded.value)) : recorded;
  },
});
