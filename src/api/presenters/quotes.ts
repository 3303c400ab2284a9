// Quotes as the API shows them: amounts as decimal strings, rates of tax in per cent.

import type { z } from 'zod';
import type { AcceptedOutcome } from '#actions/quotes/accept-quote.ts';
import type { QuoteCommand } from '#actions/quotes/command.ts';
import type { DecidedQuote } from '#actions/quotes/draft.ts';
import type { ListedQuote, QuoteCounted, QuoteDocument } from '#actions/quotes/read-quotes.ts';
import type {
  acceptedQuote,
  listedQuote,
  quote,
  quoteBody,
  quoteCounts,
  quotePreview,
} from '#contract/quotes/quotes.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor, formatScaled } from '#core/money/money.ts';
import { costOfQuote } from '#core/quotes/cost.ts';
import { multipliesOut, residualOf, type ComposedLine, type Measures } from '#core/quotes/compose.ts';
import { done, type Result } from '#core/refusal.ts';
import type { TaxMode, TaxSummary } from '#core/tax/tax.ts';

/** What a body says, as the actions take it. */
export function commandOf({ lines, ...head }: z.output<typeof quoteBody>): QuoteCommand {
  return {
    ...head,
    lines: lines.map(({ quantity, ...line }) => ({ ...line, quantityThousandths: quantity })),
  };
}

export function presentListedQuote(found: ListedQuote): z.output<typeof listedQuote> {
  return { ...found, ...presentTotals(found, found.currency) };
}

export function presentQuote({
  quote: found,
  lines,
  taxes,
  uninvoicedMinor,
}: QuoteDocument): z.output<typeof quote> {
  const { currency, firmCurrency, taxMode, fixedTotalMinor } = found;
  const show = showIn(currency);
  return {
    ...presentListedQuote(found),
    contactId: found.contactId,
    contactName: found.contactName,
    pricing: found.pricing,
    fixedTotal: show(fixedTotalMinor),
    taxMode,
    introduction: found.introduction,
    terms: found.terms,
    note: found.note,
    templateId: found.templateId,
    declineReason: found.declineReason,
    ...presentCost(lines, found),
    uninvoicedQuote: show(uninvoicedMinor),
    lines: lines.map((line) => ({
      ...line,
      rate: show(line.ratePerHourMinor),
      quantity: line.quantityThousandths,
      unitPrice: show(line.unitPriceMinor),
      unitCost: showIn(firmCurrency)(line.unitCostMinor),
      ...presentComposed(line, currency, taxMode),
      claimed: formatMinor(line.claimedMinor, currency),
    })),
    taxes: taxes.map((tax) => presentTax(tax, currency)),
  };
}

export function presentAccepted({ document, warnings }: AcceptedOutcome): z.output<typeof acceptedQuote> {
  return { ...presentQuote(document), warnings: [...warnings] };
}

export function presentPreview({
  columns,
  lines,
  composed,
  currency,
  firmCurrency,
}: DecidedQuote): z.output<typeof quotePreview> {
  const { taxMode = 'exclusive' } = columns;
  return {
    currency,
    ...presentTotals(composed, currency),
    ...presentCost(lines, { totalMinor: composed.totalMinor, currency, firmCurrency }),
    lines: lines.map((line) => presentComposed(line, currency, taxMode)),
    taxes: composed.taxes.map((tax) => presentTax(tax, currency)),
  };
}

/** The document of a write, shown. */
export function shown<Outcome, Shown>(
  outcome: Result<Outcome>,
  show: (outcome: Outcome) => Shown,
): Result<Shown> {
  return outcome.ok ? done(show(outcome.value)) : outcome;
}

export function presentCounts({ counts, decided, wonPermille }: QuoteCounted): z.output<typeof quoteCounts> {
  return {
    items: counts.map(({ totalMinor, ...count }) => ({
      ...count,
      total: formatMinor(totalMinor, count.currency),
    })),
    decided,
    wonPercent: wonPermille === null ? null : formatScaled(wonPermille, 1),
  };
}

function presentCost(
  lines: Parameters<typeof costOfQuote>[0],
  of: { totalMinor: bigint; currency: CurrencyCode; firmCurrency: CurrencyCode },
) {
  const { costMinor, marginMinor } = costOfQuote(lines, of);
  const show = showIn(of.firmCurrency);
  return { cost: show(costMinor), margin: show(marginMinor) };
}

const showIn = (currency: CurrencyCode) => (amountMinor: bigint | null) =>
  amountMinor === null ? null : formatMinor(amountMinor, currency);

function presentTotals(
  { totalMinor, taxMinor }: { totalMinor: bigint; taxMinor: bigint },
  currency: CurrencyCode,
) {
  return {
    total: formatMinor(totalMinor, currency),
    tax: formatMinor(taxMinor, currency),
    totalWithTax: formatMinor(totalMinor + taxMinor, currency),
  };
}

function presentComposed(line: ComposedLine & Measures, currency: CurrencyCode, mode: TaxMode) {
  return {
    typedAmount: formatMinor(line.typedMinor, currency),
    amount: formatMinor(line.amountMinor, currency),
    tax: formatMinor(line.taxMinor, currency),
    multipliesOut: multipliesOut(line, mode),
    residual: formatMinor(residualOf(line, mode), currency),
  };
}

function presentTax(tax: TaxSummary, currency: CurrencyCode) {
  return {
    taxId: tax.taxId,
    name: tax.name,
    component: tax.component,
    percent: formatScaled(BigInt(tax.rateMillionths), 4).replace(/\.?0+$/, ''),
    base: formatMinor(tax.baseMinor, currency),
    tax: formatMinor(tax.taxMinor, currency),
  };
}
