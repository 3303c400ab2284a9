// What the invoice of a unit comes to: its lines, its effect on each job, its tax. The same steps as for an invoice that a
// person draws up (actions/invoices/prepare.ts), on a book that was read for many jobs at once.

import type { Composition } from '#core/billing/composition.ts';
import { compose } from '#core/billing/compose.ts';
import type { RunRules } from '#core/billing-run/rules.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Book } from '#store/billing/book.ts';
import { expand } from '../invoices/expand.ts';
import { divideOverTaxes, taxOfKey } from '../invoices/line-taxes.ts';
import { taxLines, type InvoiceTaxes, type TaxedLines } from '../invoices/tax.ts';
import { contentOfUnit, type UnitToDraw } from './content.ts';

export type Drawn = { readonly composition: Composition; readonly tax: TaxedLines };

export type DrawingTerms = {
  readonly rules: RunRules;
  readonly book: Book;
  readonly currency: CurrencyCode;
  readonly taxes: InvoiceTaxes;
};

export function drawUnit(unit: UnitToDraw, { rules, book, currency, taxes }: DrawingTerms): Result<Drawn> {
  const content = contentOfUnit(rules, unit);
  const taxOf = taxOfKey(content, book, taxes);
  const dates = { invoicedOn: rules.invoicedOn, cutOffOn: rules.cutOffOn };
  const expanded = expand({ content, book, currency, dates, taxes, taxOf, only: null });
  if (!expanded.ok) return expanded;
  const composed = compose(expanded.value.draft, book.jobs);
  if (!composed.ok) return composed;
  const divided = divideOverTaxes(composed.value, { content, book, taxes, taxOf });
  const { lines } = divided.composition;
  const untaxable = lines.find(({ key }) => !hasRate(divided.taxOf(key), taxes));
  if (untaxable !== undefined) {
    return refuse('unknownTax', 'A tax of this invoice has no rate on its day.', { field: 'invoicedOn' });
  }
  const { gross, ex } = expanded.value;
  const tax = taxLines(lines, divided.taxOf, taxes, { gross, ex, taxOf, agreedTotalMinor: null });
  return done({ composition: divided.composition, tax });
}

function hasRate(taxId: number | null, { mode, policy }: InvoiceTaxes): boolean {
  return taxId === null || mode === 'none' || policy.rates.has(taxId);
}

/** What of the tax is a job's. */
export function taxOfJob({ composition, tax }: Drawn, jobId: number): bigint {
  return composition.lines.reduce(
    (sum, line, place) => (line.jobId === jobId ? sum + tax.taxed.lineTaxMinor[place]! : sum),
    0n,
  );
}
