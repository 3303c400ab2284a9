import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { listPayments as listStored, type Payment, type PaymentFilter } from '#store/billing/payments.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
export type { Allocation } from '#store/billing/allocations.ts';
export type { Payment } from '#store/billing/payments.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { showPayment, unknownPayment, type PaymentWithAllocations } from './payment.ts';

export async function listPayments(
  context: Context,
  query: PaymentFilter & PageWanted,
): Promise<Result<Page<Payment>>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export async function getPayment(context: Context, id: number): Promise<Result<PaymentWithAllocations>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const payment = await read(context, (tx) => showPayment(tx, id));
  return payment === undefined ? unknownPayment(id) : done(payment);
}
