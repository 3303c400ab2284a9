// A digest of what somebody sees when they approve an invoice: whom it is to, when, its lines with their tax, its totals,
// and what it does in the ledger.

import { createHash } from 'node:crypto';
import type { Composition } from '#core/billing/composition.ts';
import { fingerprintText } from '#core/billing/differences.ts';
import type { InvoiceColumns } from '#store/billing/invoices.ts';
import type { TaxedLines } from './tax.ts';

export function fingerprintOf(
  header: Partial<InvoiceColumns>,
  composition: Composition,
  { taxed, taxIds }: TaxedLines,
): string {
  const { lineTaxMinor, summary, totals } = taxed;
  const around = JSON.stringify({ header, lineTaxMinor, taxIds, summary, totals }, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256')
    .update(`${fingerprintText(composition)}\n${around}`)
    .digest('hex')
    .slice(0, 32);
}
