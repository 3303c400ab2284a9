// Recording what a client paid, and in the same step what it pays. What is left over stays the client's credit.

import { requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { insertPayment } from '#store/billing/payments.ts';
import { clients } from '#store/practice/clients.ts';
import { findRecords } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { allocateFrom, holdPayable, type AllocationTerms } from './allocate.ts';
import { positiveAmount } from './amounts.ts';
import { moneyDateRefusal, readMoneyDates } from './dates.ts';
import { showPayment, type PaymentWithAllocations } from './payment.ts';

export type RecordPaymentCommand = AllocationTerms & {
  readonly clientId: number;
  /** Decimal text above 0. */
  readonly amount: string;
  /** Unless said, the client's; another one is refused. */
  readonly currency?: CurrencyCode | undefined;
  /** Unless said, today in the firm. */
  readonly paidOn?: CivilDate | undefined;
  readonly method?: string | null | undefined;
  readonly reference?: string | null | undefined;
  readonly note?: string | null | undefined;
};

export function recordPayment(
  context: Context,
  command: RecordPaymentCommand,
): Promise<Result<PaymentWithAllocations>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'payments.record');
    if (!permitted.ok) return permitted;
    const { clientId, method = null, reference = null, note = null } = command;
    const [client] = await findRecords(tx, clients, [clientId]);
    if (client === undefined) return unknownClient(clientId);
    const { currency } = client;
    if (command.currency !== undefined && command.currency !== currency) {
      return refuse('currencyMismatch', `${client.name} is invoiced in ${currency}.`, {
        field: 'currency',
        value: command.currency,
        accepted: currency,
      });
    }
    const amount = positiveAmount(command.amount, currency, 'amount');
    if (!amount.ok) return amount;

    const held = await holdPayable(tx, command, { clientId, currency });
    const dates = await readMoneyDates(tx, context);
    const paidOn = command.paidOn ?? dates.today;
    const refused = moneyDateRefusal(dates, paidOn, 'paidOn');
    if (refused !== null) return refused;

    const amountMinor = amount.value;
    const payment = { clientId, currency, paidOn, amountMinor, method, reference, note };
    const id = await insertPayment(tx, authorOf(context), payment);
    const source = {
      kind: 'payment' as const,
      id,
      clientId,
      currency,
      leftMinor: amountMinor,
      datedOn: paidOn,
    };
    const allocated = await allocateFrom(tx, context, { source, held, terms: command });
    return allocated.ok ? done((await showPayment(tx, id))!) : allocated;
  });
}

function unknownClient(clientId: number) {
  return refuse('unknownClient', `This firm has no client with the id ${clientId}.`, {
    field: 'clientId',
    value: String(clientId),
    accepted: 'the id of a client of this firm',
  });
}
