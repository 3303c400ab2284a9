// Voiding a payment that never was, or bounced: what it paid is outstanding again from that day.

import { requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { insertAllocations, readAllocationsOf } from '#store/billing/allocations.ts';
import { holdInvoices } from '#store/billing/invoices.ts';
import { holdPayment, markVoided } from '#store/billing/payments.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { moneyDateRefusal, readMoneyDates, tooEarlyRefusal } from './dates.ts';
import { showPayment, unknownPayment, voidedRefusal, type PaymentWithAllocations } from './payment.ts';
import { oppositeOf } from './take-back.ts';

export type VoidPaymentCommand = {
  readonly paymentId: number;
  readonly reason: string;
  /** Unless said, today in the firm. */
  readonly voidedOn?: CivilDate | undefined;
};

export function voidPayment(
  context: Context,
  command: VoidPaymentCommand,
): Promise<Result<PaymentWithAllocations>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'payments.record');
    if (!permitted.ok) return permitted;
    const { paymentId, reason } = command;
    const payment = await holdPayment(tx, paymentId);
    if (payment === undefined) return unknownPayment(paymentId);
    const voided = voidedRefusal(payment);
    if (voided !== null) return voided;

    const standing = (await readAllocationsOf(tx, 'payment', paymentId)).filter((one) => one.standing);
    const refund = standing.find(({ invoiceId }) => invoiceId === null);
    if (refund !== undefined) {
      const detail = `Some of the payment was paid back on ${refund.allocatedOn}; take that back first.`;
      return refuse('allocationsPresent', detail, {
        field: 'id',
        value: String(refund.id),
        accepted: 'a payment of which nothing was paid back',
      });
    }
    const invoiceIds = standing.map(({ invoiceId }) => invoiceId).filter((id) => id !== null);
    await holdInvoices(tx, invoiceIds);
    const dates = await readMoneyDates(tx, context);
    const voidedOn = command.voidedOn ?? dates.today;
    const earliestOn = standing.reduce(
      (on, one) => (one.allocatedOn > on ? one.allocatedOn : on),
      payment.paidOn,
    );
    const refused =
      moneyDateRefusal(dates, voidedOn, 'voidedOn') ?? tooEarlyRefusal(voidedOn, earliestOn, 'voidedOn');
    if (refused !== null) return refused;

    const author = authorOf(context);
    await insertAllocations(
      tx,
      author,
      standing.map((one) => oppositeOf(one, voidedOn)),
    );
    await markVoided(tx, author, { id: paymentId, voidedOn, reason });
    return done((await showPayment(tx, paymentId))!);
  });
}
