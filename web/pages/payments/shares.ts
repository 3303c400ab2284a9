// What of a payment goes to which open invoice, while it is being decided. Nothing here binds: the server holds what is
// sent against what is outstanding then.

import { minorDigits, type CurrencyCode } from '#core/money/currencies.ts';
import { formatScaled, parseScaled } from '#core/money/money.ts';
import type { ListedInvoice } from '../../api/invoices.ts';

/** By the invoice's id, as typed; an invoice that gets nothing is not in it. */
export type Shares = Readonly<Record<string, string>>;

type Open = Pick<ListedInvoice, 'id' | 'dueOn' | 'invoicedOn' | 'outstanding' | 'currency'>;

/** Those that can be paid in this currency, the longest due first. */
export function payableIn<Invoice extends Open>(invoices: readonly Invoice[], currency: string): Invoice[] {
  const key = ({ dueOn, invoicedOn, id }: Open) =>
    `${dueOn ?? invoicedOn} ${invoicedOn} ${id.padStart(12, '0')}`;
  return invoices
    .filter((invoice) => invoice.currency === currency && readMinor(invoice.outstanding, currency) > 0n)
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** One invoice after the other, as far as the money goes. */
export function suggestedShares(available: string, invoices: readonly Open[]): Shares {
  const shares: Record<string, string> = {};
  const currency = invoices[0]?.currency ?? '';
  let left = currency === '' ? 0n : readMinor(available, currency);
  for (const { id, outstanding } of invoices) {
    const open = readMinor(outstanding, currency);
    const share = left < open ? left : open;
    if (share <= 0n) break;
    shares[id] = formatScaled(share, digitsOf(currency));
    left -= share;
  }
  return shares;
}

/** Below zero where the invoices get more than there is. */
export function leftOver(available: string, shares: Shares, currency: string): string {
  const given = Object.values(shares).reduce((sum, share) => sum + readMinor(share, currency), 0n);
  return formatScaled(readMinor(available, currency) - given, digitsOf(currency));
}

/** What is sent: the invoices that get something, in the order in which they stand. */
export function namedIn(shares: Shares, invoices: readonly Pick<Open, 'id'>[]) {
  return invoices.flatMap(({ id }) => {
    const amount = shares[id] ?? '';
    return amount === '' || /^[0.]+$/.test(amount) ? [] : [{ invoiceId: id, amount }];
  });
}

function digitsOf(currency: string): number {
  return minorDigits(currency as CurrencyCode);
}

/** What cannot be read yet counts as nothing. */
function readMinor(amount: string, currency: string): bigint {
  return parseScaled(amount, digitsOf(currency)) ?? 0n;
}
