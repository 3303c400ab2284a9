// Payments and allocations as the API shows them.

import type { z } from 'zod';
import type { PaymentWithAllocations } from '#actions/payments/payment.ts';
import type { Allocation, Payment } from '#actions/payments/read-payments.ts';
import type { allocation, listedPayment, payment } from '#contract/payments/payments.ts';
import { formatMinor } from '#core/money/money.ts';

export function presentListedPayment(found: Payment): z.output<typeof listedPayment> {
  const { amountMinor, allocatedMinor, byName, voidedByName, ...plain } = found;
  const show = (minor: bigint) => formatMinor(minor, found.currency);
  return {
    ...plain,
    amount: show(amountMinor),
    allocated: show(allocatedMinor),
    unallocated: show(found.voidedOn === null ? amountMinor - allocatedMinor : 0n),
    by: byName,
    voidedBy: voidedByName,
  };
}

export function presentPayment(found: PaymentWithAllocations): z.output<typeof payment> {
  const { allocations, ...plain } = found;
  return {
    ...presentListedPayment(plain),
    allocations: allocations.map(presentAllocation),
  };
}

export function presentAllocation(found: Allocation): z.output<typeof allocation> {
  const { source, amountMinor, currency, byName, ...plain } = found;
  return {
    ...plain,
    paymentId: source.kind === 'payment' ? source.id : null,
    creditNoteId: source.kind === 'creditNote' ? source.id : null,
    amount: formatMinor(amountMinor, currency),
    by: byName,
  };
}
