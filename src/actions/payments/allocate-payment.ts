// What is left of a payment: allocated later, or paid back.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { holdPayment } from '#store/billing/payments.ts';
import type { Tx } from '#store/database.ts';
import type { Payment } from '#store/billing/payments.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { allocateFrom, holdPayable, refundFrom, type AllocationTerms, type RefundTerms } from './allocate.ts';
import {
  showPayment,
  sourceOf,
  unknownPayment,
  voidedRefusal,
  type PaymentWithAllocations,
} from './payment.ts';

export type AllocatePaymentCommand = AllocationTerms & { readonly paymentId: number };

export function allocatePayment(
  context: Context,
  command: AllocatePaymentCommand,
): Promise<Result<PaymentWithAllocations>> {
  return write(context, async (tx) => {
    const payment = await holdStanding(tx, context, command.paymentId);
    if (!payment.ok) return payment;
    const source = sourceOf(payment.value);
    const held = await holdPayable(tx, command, source);
    const allocated = await allocateFrom(tx, context, { source, held, terms: command });
    if (!allocated.ok) return allocated;
    if (allocated.value.length === 0) {
      return refuse('nothingToDo', 'Nothing is left of the payment, or nothing is outstanding.');
    }
    return done((await showPayment(tx, source.id))!);
  });
}

export type RefundPaymentCommand = RefundTerms & { readonly paymentId: number };

export function refundPayment(
  context: Context,
  command: RefundPaymentCommand,
): Promise<Result<PaymentWithAllocations>> {
  return write(context, async (tx) => {
    const payment = await holdStanding(tx, context, command.paymentId);
    if (!payment.ok) return payment;
    const refunded = await refundFrom(tx, context, sourceOf(payment.value), command);
    return refunded.ok ? done((await showPayment(tx, command.paymentId))!) : refunded;
  });
}

async function holdStanding(tx: Tx, context: Context, id: number): Promise<Result<Payment>> {
  const permitted = requirePermission(context.principal, 'payments.record');
  if (!permitted.ok) return permitted;
  const payment = await holdPayment(tx, id);
  if (payment === undefined) return unknownPayment(id);
  return voidedRefusal(payment) ?? done(payment);
}
