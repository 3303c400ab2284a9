// An invoice that no draft stands behind, of another system or of a demo, as a draft: its lines are typed once more, with
// their taxes, on a miscellaneous invoice. Which recorded work they were of is not asked, so that none is billed twice.

import { formatMinor } from '#core/money/money.ts';
import { formatQuantity } from '#core/money/quantity.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { readInvoiceLines, type StoredLine } from '#store/billing/invoice-lines.ts';
import type { Invoice } from '#store/billing/invoices.ts';
import { findNamedOnDraft } from '#store/billing/terms.ts';
import type { Tx } from '#store/database.ts';
import type { InvoiceContent, LineContent } from './content.ts';

export async function contentOfLines(
  tx: Tx,
  invoice: Invoice & { readonly clientId: number },
): Promise<InvoiceContent> {
  const { clientId, contactId, templateId, taxMode } = invoice;
  const [stored, named] = await Promise.all([
    readInvoiceLines(tx, invoice.id),
    findNamedOnDraft(tx, { clientId, contactId, templateId, seriesId: null }),
  ]);
  return {
    clientId,
    type: 'progress',
    basis: 'miscellaneous',
    pricing: 'calculated',
    taxMode,
    contactId: named.contact ? contactId : null,
    templateId: named.template ? templateId : null,
    reference: invoice.reference,
    note: invoice.note,
    jobs: [],
    lines: [...stored.map((line) => typed(line, invoice, stored)), ...missing(stored, invoice)],
    lineSettings: [],
  };
}

type Taxed = Pick<Invoice, 'currency' | 'taxMode' | 'taxMinor' | 'totalMinor' | 'reference'>;

function typed(line: StoredLine, invoice: Taxed, all: readonly StoredLine[]): LineContent {
  const { kind, description, amountMinor, taxMinor } = line;
  const isInclusive = invoice.taxMode === 'inclusive';
  return {
    kind: kind === 'task' ? 'task' : 'cost',
    description,
    amount: formatMinor(isInclusive ? amountMinor + taxMinor : amountMinor, invoice.currency),
    taxId: taxOf(line, invoice, all),
    // Prices are kept without tax, and are typed with it where the invoice is.
    ...(isInclusive ? {} : measuresOf(line, invoice.currency)),
  };
}

function measuresOf(line: StoredLine, currency: CurrencyCode): Partial<LineContent> {
  const { minutes, ratePerHourMinor, quantityThousandths, unitPriceMinor } = line;
  if (line.kind === 'task' && minutes !== null && ratePerHourMinor !== null) {
    return { minutes, rate: formatMinor(ratePerHourMinor, currency) };
  }
  if (line.kind === 'task' || quantityThousandths === null || unitPriceMinor === null) return {};
  return { quantity: formatQuantity(quantityThousandths), unitPrice: formatMinor(unitPriceMinor, currency) };
}

/** Of a tax that was told for the document as a whole, the lines know nothing: it is the client's then. */
function taxOf(
  { taxId }: StoredLine,
  { taxMode, taxMinor }: Taxed,
  all: readonly StoredLine[],
): number | null | undefined {
  if (taxMode === 'none' || taxId !== null) return taxId;
  const isToldByLine = all.some((line) => line.taxId !== null);
  return isToldByLine || taxMinor === null || taxMinor === 0n ? null : undefined;
}

/** Lines of other systems need not add up to their total, and may not be there at all. */
function missing(stored: readonly StoredLine[], invoice: Taxed): LineContent[] {
  const { totalMinor, taxMinor, taxMode, currency, reference } = invoice;
  const exMinor = totalMinor - stored.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const ofTaxMinor = (taxMinor ?? 0n) - stored.reduce((sum, line) => sum + line.taxMinor, 0n);
  const isInclusive = taxMode === 'inclusive';
  const amountMinor = isInclusive ? exMinor + ofTaxMinor : exMinor;
  if (stored.length > 0 && amountMinor === 0n) return [];
  const description = stored.length === 0 ? (reference ?? 'As invoiced before') : 'Adjustment';
  const taxId = taxMode === 'none' || (taxMinor ?? 0n) === 0n ? null : undefined;
  return [{ kind: 'cost', description, amount: formatMinor(amountMinor, currency), taxId }];
}
