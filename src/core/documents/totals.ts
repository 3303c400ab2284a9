// What stands under the rows: the total with its taxes, what has been paid of it, what is still due.

import type { InvoiceData, PrintedTax, Receipt, TaxMode } from './data.ts';
import type { Figures } from './figures.ts';
import type { PrintedTotal } from './printed.ts';

type Totalled = {
  readonly currency: string;
  readonly taxMode: TaxMode;
  readonly taxes: readonly PrintedTax[];
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
};

/** Subtotal, taxes and total; amounts that include tax say how much of it is in them. */
export function totalsOf(document: Totalled, figures: Figures, label = 'Total'): PrintedTotal[] {
  const { currency, taxMode, totalMinor, taxMinor } = document;
  const sum: PrintedTotal = {
    label: `${label} ${currency}`,
    text: figures.amount(totalMinor + taxMinor),
    weight: 'sum',
  };
  if (taxMode === 'none' && taxMinor === 0n) return [sum];
  const taxes = taxRows(document, figures);
  if (taxMode === 'inclusive') {
    return [
      sum,
      ...taxes.map(({ label: tax, text }) => ({
        label: `Includes ${tax}`,
        text,
        weight: 'muted' as const,
      })),
    ];
  }
  if (taxes.length === 0) return [sum];
  const before: PrintedTotal = { label: 'Subtotal', text: figures.amount(totalMinor), weight: 'plain' };
  return [before, ...taxes, sum];
}

function taxRows({ taxes, totalMinor, taxMinor }: Totalled, figures: Figures): PrintedTotal[] {
  if (taxes.length === 0) {
    return taxMinor === 0n ? [] : [{ label: 'Tax', text: figures.amount(taxMinor), weight: 'plain' }];
  }
  return taxes.map((tax) => {
    const rate = tax.component.includes('%') ? '' : ` ${figures.percent(tax.rateMillionths)}`;
    const base = tax.baseMinor === totalMinor ? '' : ` on ${figures.amount(tax.baseMinor)}`;
    return {
      label: `${tax.component}${rate}${base}`,
      text: figures.amount(tax.taxMinor),
      weight: 'plain',
    };
  });
}

const receiptsPrintedMax = 6;

/** What was paid and credited, and what is due; nothing of a draft or of what was cancelled. */
export function balanceOf(invoice: InvoiceData, figures: Figures): PrintedTotal[] {
  if (invoice.kind !== 'invoice' || invoice.status !== 'approved') return [];
  const { totalMinor, taxMinor, paidMinor, creditedMinor, currency } = invoice;
  const dueMinor = totalMinor + taxMinor - paidMinor - creditedMinor;
  const due: PrintedTotal = {
    label: `Amount due ${currency}`,
    text: figures.amount(dueMinor),
    weight: 'due',
  };
  return [
    ...received(invoice, 'payment', paidMinor, figures),
    ...received(invoice, 'creditNote', creditedMinor, figures),
    due,
  ];
}

/** Each receipt by its day where they are few and add up to what was received, else the sum. */
function received(
  { receipts }: InvoiceData,
  kind: Receipt['kind'],
  sumMinor: bigint,
  figures: Figures,
): PrintedTotal[] {
  const mine = receipts.filter((receipt) => receipt.kind === kind && receipt.amountMinor !== 0n);
  const listed = mine.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (listed === sumMinor && mine.length <= receiptsPrintedMax) {
    return mine.map((receipt) => ({
      label: labelOf(receipt, figures),
      text: figures.amount(-receipt.amountMinor),
      weight: 'plain',
    }));
  }
  const label = kind === 'payment' ? 'Paid' : 'Credited';
  return sumMinor === 0n ? [] : [{ label, text: figures.amount(-sumMinor), weight: 'plain' }];
}

function labelOf({ kind, on, reference }: Receipt, figures: Figures): string {
  if (kind === 'creditNote') return `Credit note ${reference ?? ''}`.trim();
  return `Paid ${figures.shortDay(on)}`;
}
