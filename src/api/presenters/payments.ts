// Payments and allocations as the API shows them.

import type { z } from 'zod';
import type { ClientAccount } from '#actions/payments/client-account.ts';
import type { PaymentWithAllocations } from '#actions/payments/payment.ts';
import type { Allocation, Payment } from '#actions/payments/read-payments.ts';
import type { allocation, listedPayment, payment } from '#contract/payments/payments.ts';
import type { clientStatement, statementLines } from '#contract/statements/statements.ts';
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

export function presentStatement(account: ClientAccount): z.output<typeof clientStatement> {
  const { clientId, clientName, currency, from, to, openingMinor, closingMinor, debtor } = account;
  const show = (minor: bigint | undefined) => formatMinor(minor ?? 0n, currency);
  let balanceMinor = openingMinor;
  const entries = account.entries.map(({ amountMinor, ...entry }) => {
    balanceMinor += amountMinor;
    return { ...entry, amount: show(amountMinor), balance: show(balanceMinor) };
  });
  const ageing = {
    current: show(debtor?.currentMinor),
    days1To30: show(debtor?.days1To30Minor),
    days31To60: show(debtor?.days31To60Minor),
    days61To90: show(debtor?.days61To90Minor),
    over90Days: show(debtor?.over90DaysMinor),
    credits: show(debtor?.creditsMinor),
  };
  const sums = { opening: show(openingMinor), closing: show(closingMinor) };
  return { clientId, clientName, currency, from, to, ...sums, entries, ageing };
}

/** The statement as a table, from what was owed before to what is owed at the end. */
export function presentStatementLines(account: ClientAccount): z.output<typeof statementLines> {
  const { currency, from, to, opening, closing, entries } = presentStatement(account);
  const nothing = { number: null, reference: null, dueOn: null, currency, amount: null };
  return {
    items: [
      { on: from, kind: 'opening', ...nothing, balance: opening },
      ...entries.map(({ on, kind, number, reference, dueOn, amount, balance }) => ({
        on,
        kind,
        number,
        reference,
        dueOn,
        currency,
        amount,
        balance,
      })),
      { on: to, kind: 'closing', ...nothing, balance: closing },
    ],
  };
}
