import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { readAllocationsTo, type Allocation } from '#store/billing/allocations.ts';
import { readInvoices } from '#store/billing/invoices.ts';
import { listPayments as listStored, type Payment, type PaymentFilter } from '#store/billing/payments.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
export type { Allocation } from '#store/billing/allocations.ts';
export type { Payment } from '#store/billing/payments.ts';
import type { Context } from '../context.ts';
import { unknownInvoice } from '../invoices/held.ts';
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

/** What pays an invoice, or paid it once. */
export async function listAllocationsOf(context: Context, invoiceId: number): Promise<Result<Allocation[]>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const known = await readInvoices(tx, [invoiceId]);
    return known.has(invoiceId) ? done(await readAllocationsTo(tx, invoiceId)) : unknownInvoice(invoiceId);
  });
}
