// What the invoice of a unit comes to: its lines, its effect on each job, its tax. Composed as an invoice that a person
// draws up, on a book that was read for many jobs at once.

import type { RunRules } from '#core/billing-run/rules.ts';
import type { Result } from '#core/refusal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Book } from '#store/billing/book.ts';
import { expand } from '../invoices/expand.ts';
import { composeWithTax, type Composed } from '../invoices/compose-taxed.ts';
import { taxOfKey } from '../invoices/line-taxes.ts';
import type { InvoiceTaxes } from '../invoices/tax.ts';
import { contentOfUnit, type UnitToDraw } from './content.ts';

export type DrawingTerms = {
  readonly rules: RunRules;
  readonly book: Book;
  readonly currency: CurrencyCode;
  readonly taxes: InvoiceTaxes;
};

export function drawUnit(unit: UnitToDraw, { rules, book, currency, taxes }: DrawingTerms): Result<Composed> {
  const content = contentOfUnit(rules, unit);
  const taxOf = taxOfKey(content, book, taxes);
  const dates = { invoicedOn: rules.invoicedOn, cutOffOn: rules.cutOffOn };
  const expanded = expand({ content, book, currency, dates, taxes, taxOf, only: null });
  if (!expanded.ok) return expanded;
  return composeWithTax(expanded.value, book, { content, taxes, taxOf });
}

/** What of the tax is a job's. */
export function taxOfJob({ composition, tax }: Composed, jobId: number): bigint {
  return composition.lines.reduce(
    (sum, line, place) => (line.jobId === jobId ? sum + tax.taxed.lineTaxMinor[place]! : sum),
    0n,
  );
}
