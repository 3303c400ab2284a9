// A payment as it is shown, and as something that pays.

import { refuse, type Refused } from '#core/refusal.ts';
import { readAllocationsOf, type Allocation } from '#store/billing/allocations.ts';
import { readPayment, type Payment } from '#store/billing/payments.ts';
import type { Tx } from '#store/database.ts';
import type { HeldSource } from './allocate.ts';

export type PaymentWithAllocations = Payment & { readonly allocations: readonly Allocation[] };

export async function showPayment(tx: Tx, id: number): Promise<PaymentWithAllocations | undefined> {
  const [payment, allocations] = await Promise.all([
    readPayment(tx, id),
    readAllocationsOf(tx, 'payment', id),
  ]);
  return payment && { ...payment, allocations };
}

export function sourceOf(payment: Payment): HeldSource {
  const { id, clientId, currency, amountMinor, allocatedMinor, paidOn } = payment;
  return {
    kind: 'payment',
    id,
    clientId,
    currency,
    leftMinor: amountMinor - allocatedMinor,
    datedOn: paidOn,
  };
}

export function unknownPayment(id: number): Refused {
  return refuse('unknownPayment', 'There is no such payment in this firm.', {
    value: String(id),
    accepted: 'the id of a payment of this firm',
  });
}

export function voidedRefusal(payment: Payment): Refused | null {
  if (payment.voidedOn === null) return null;
  return refuse('wrongState', `The payment was voided on ${payment.voidedOn}: ${payment.voidReason}.`, {
    value: 'voided',
    accepted: 'a payment that stands',
  });
}
