// A digest of what somebody sees when they approve an invoice: whom it is to, when, its lines with their tax, its totals,
// and what it does in the ledger. What it leaves open is not part of it: work recorded meanwhile changes no invoice.

import { createHash } from 'node:crypto';
import type { Composition } from '#core/billing/composition.ts';
import type { TaxedDocument } from '#core/tax/tax.ts';
import type { InvoiceColumns } from '#store/billing/invoices.ts';

export function fingerprintOf(
  header: Partial<InvoiceColumns>,
  { savedAs, lines, effects }: Composition,
  { taxed, taxIds }: { taxed: TaxedDocument; taxIds: readonly (number | null)[] },
): string {
  const { lineTaxMinor, summary, totals } = taxed;
  const seen = { header, savedAs, lines, effects, lineTaxMinor, taxIds, summary, totals };
  const text = JSON.stringify(seen, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
