// What of a payment, or of a credit note, pays which invoice. Never more than is outstanding of an invoice, and never more
// than is left of what pays; whatever is left over stays the client's credit.

import type { CivilDate } from '../calendar/civil-date.ts';
import { done, refuse, refuseAll, type Refusal, type Result } from '../refusal.ts';

export type PayableInvoice = {
  readonly id: number;
  /** How people know it. */
  readonly label: string;
  readonly invoicedOn: CivilDate;
  /** Without one, the day it is dated. */
  readonly dueOn: CivilDate | null;
  /** Tax included, above 0 where there is something to pay. */
  readonly outstandingMinor: bigint;
};

export type NamedInvoice = {
  readonly invoice: PayableInvoice;
  /** Null: as much as is outstanding and left. */
  readonly amountMinor: bigint | null;
};

export type Share = { readonly invoice: PayableInvoice; readonly amountMinor: bigint };

/** Shares out to the invoices that were named, in their order. `show` writes an amount for a person. */
export function shareOutToNamed(
  availableMinor: bigint,
  named: readonly NamedInvoice[],
  show: (minor: bigint) => string,
): Result<Share[]> {
  const refusals: Refusal[] = [];
  const shares: Share[] = [];
  const exact = named.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0n), 0n);
  let left = availableMinor - exact;
  if (left < 0n) {
    const detail = `Together that is more than the ${show(availableMinor)} that there is to allocate.`;
    return refuse('exceedsOutstanding', detail, {
      field: 'invoices',
      value: show(exact),
      accepted: `up to ${show(availableMinor)}`,
    });
  }
  for (const [index, { invoice, amountMinor }] of named.entries()) {
    const { outstandingMinor, label } = invoice;
    if (outstandingMinor <= 0n || (amountMinor !== null && amountMinor > outstandingMinor)) {
      const detail =
        outstandingMinor <= 0n
          ? `Nothing is outstanding of ${label}.`
          : `${label} has ${show(outstandingMinor)} outstanding.`;
      const at = amountMinor === null ? 'invoiceId' : 'amount';
      refusals.push({
        code: 'exceedsOutstanding',
        detail,
        field: `invoices[${index}].${at}`,
        value: amountMinor === null ? String(invoice.id) : show(amountMinor),
        accepted: outstandingMinor <= 0n ? 'an invoice that is not paid' : `up to ${show(outstandingMinor)}`,
      });
      continue;
    }
    const share = amountMinor ?? smaller(outstandingMinor, left);
    if (amountMinor === null) left -= share;
    if (share > 0n) shares.push({ invoice, amountMinor: share });
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(shares);
}

/** Shares out to what has been due longest. */
export function shareOutToOldest(availableMinor: bigint, invoices: readonly PayableInvoice[]): Share[] {
  const shares: Share[] = [];
  let left = availableMinor;
  for (const invoice of invoices.toSorted(byDueDay)) {
    const amountMinor = smaller(left, invoice.outstandingMinor);
    if (amountMinor <= 0n) continue;
    shares.push({ invoice, amountMinor });
    left -= amountMinor;
  }
  return shares;
}

function byDueDay(a: PayableInvoice, b: PayableInvoice): number {
  const dueA = a.dueOn ?? a.invoicedOn;
  const dueB = b.dueOn ?? b.invoicedOn;
  if (dueA !== dueB) return dueA < dueB ? -1 : 1;
  if (a.invoicedOn !== b.invoicedOn) return a.invoicedOn < b.invoicedOn ? -1 : 1;
  return a.id - b.id;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
