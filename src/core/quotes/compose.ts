// What a quote comes to: each line by itself, the fixed price shared over what is chosen, tax, and the totals. The same
// for a preview, a draft and the quote that is issued.
//
// Amounts are typed as the quote says: without tax, or with it. What a line comes to by itself (`typedMinor`) is its
// quantity × price, or the amount that was typed, which stands even where the two differ. Under a fixed price that is only its weight: the chosen lines share
// the price, lines below zero (a discount) stand as they are, and an option that is not chosen keeps its own price.

import type { CurrencyCode } from '../money/currencies.ts';
import { apportion } from '../money/apportion.ts';
import { formatMinor, isWithinRange, multiplyRate } from '../money/money.ts';
import { multiplyQuantity } from '../money/quantity.ts';
import { done, refuse, refuseAll, within, type Refusal, type Result } from '../refusal.ts';
import {
  exTaxOfLines,
  residualMinor,
  taxDocument,
  type LineToTax,
  type TaxMode,
  type TaxPolicy,
  type TaxSummary,
} from '../tax/tax.ts';

export type QuoteLineKind = 'task' | 'cost' | 'text';

/** Quantity and price of a line; null where they are not said. */
export type Measures = {
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
};

export type LineToQuote = Measures & {
  readonly kind: QuoteLineKind;
  /** An amount that was typed; null: quantity × price. */
  readonly givenMinor: bigint | null;
  readonly taxId: number | null;
  readonly isOption: boolean;
  readonly isChosen: boolean;
};

export type ComposedLine = {
  /** What the line comes to by itself, as typed. */
  readonly typedMinor: bigint;
  /** Ex tax. */
  readonly amountMinor: bigint;
  readonly taxMinor: bigint;
};

export type ComposedQuote = {
  readonly lines: readonly ComposedLine[];
  /** Ex tax, of what is chosen. */
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
  readonly taxes: readonly TaxSummary[];
};

export type QuotePricing = {
  readonly currency: CurrencyCode;
  /** As typed; null: the sum of the chosen lines. */
  readonly fixedTotalMinor: bigint | null;
  readonly policy: TaxPolicy;
};

export function composeQuote(lines: readonly LineToQuote[], pricing: QuotePricing): Result<ComposedQuote> {
  const typed = typedAmounts(lines);
  if (!typed.ok) return typed;
  const counted = [...lines.keys()].filter((place) => counts(lines[place]!));
  const shared = sharePrice(lines, typed.value, counted, pricing);
  if (!shared.ok) return shared;
  const printed = shared.value;
  const composed: ComposedLine[] = lines.map((line, place) => {
    const typedMinor = typed.value[place]!;
    const [option] =
      line.kind === 'text' ? [] : taxed([{ taxId: line.taxId, typedMinor }], pricing.policy).lines;
    return { typedMinor, amountMinor: option?.amountMinor ?? 0n, taxMinor: option?.taxMinor ?? 0n };
  });
  const chosen = taxed(
    counted.map((place) => ({ taxId: lines[place]!.taxId, typedMinor: printed[place]! })),
    pricing.policy,
  );
  for (const [index, place] of counted.entries()) {
    composed[place] = { ...composed[place]!, ...chosen.lines[index]! };
  }
  const { totalMinor, taxMinor, taxes } = chosen;
  const refusal = totalRefusal(totalMinor, totalMinor + taxMinor, pricing.currency);
  return refusal === null ? done({ lines: composed, totalMinor, taxMinor, taxes }) : refuseAll([refusal]);
}

/** A line of a quote as it was printed. */
export type PrintedLine = Omit<ComposedLine, 'typedMinor'> & {
  readonly kind: QuoteLineKind;
  readonly taxId: number | null;
};

/**
 * What a quote comes to when other options are chosen than were proposed: the printed lines that are chosen, taxed
 * together. A fixed price was shared when the quote was issued and is not shared again: a line costs what was printed.
 */
export function chooseLines(
  chosen: readonly PrintedLine[],
  policy: TaxPolicy,
  currency: CurrencyCode,
): Result<Omit<ComposedQuote, 'lines'> & { lines: Omit<ComposedLine, 'typedMinor'>[] }> {
  const isInclusive = policy.mode === 'inclusive';
  const settled = taxed(
    chosen.map(({ taxId, amountMinor, taxMinor }) => ({
      taxId,
      typedMinor: isInclusive ? amountMinor + taxMinor : amountMinor,
    })),
    policy,
  );
  const refusal = totalRefusal(settled.totalMinor, settled.totalMinor + settled.taxMinor, currency);
  return refusal === null ? done(settled) : refuseAll([refusal]);
}

/** Whether a line counts in the total. */
export function counts(line: Pick<LineToQuote, 'kind' | 'isOption' | 'isChosen'>): boolean {
  return line.kind !== 'text' && (!line.isOption || line.isChosen);
}

/** Quantity × price; null where one of them is not said. */
export function productOf(line: Measures): bigint | null {
  if (line.minutes !== null && line.ratePerHourMinor !== null) {
    return multiplyRate(line.minutes, line.ratePerHourMinor);
  }
  if (line.quantityThousandths !== null && line.unitPriceMinor !== null) {
    return multiplyQuantity(line.quantityThousandths, line.unitPriceMinor);
  }
  return null;
}

type Printed = Measures & Omit<ComposedLine, 'typedMinor'>;

/** Whether quantity × price may be printed beside the amount; otherwise the amount stands alone. */
export function multipliesOut(line: Printed, mode: TaxMode): boolean {
  return productOf(line) === printedMinor(line, mode);
}

/** What the printed amount has above quantity × price; 0 where there is no quantity or no price. */
export function residualOf(line: Printed, mode: TaxMode): bigint {
  return residualMinor({ ...line, amountMinor: printedMinor(line, mode) });
}

function printedMinor({ amountMinor, taxMinor }: Printed, mode: TaxMode): bigint {
  return mode === 'inclusive' ? amountMinor + taxMinor : amountMinor;
}

function typedAmounts(lines: readonly LineToQuote[]): Result<bigint[]> {
  const results = lines.map((line, place) => {
    const result = typedAmount(line);
    return result.ok ? result : within(`lines[${place}]`, result);
  });
  const refusals = results.flatMap((result) => (result.ok ? [] : result.refusals));
  if (refusals.length > 0) return refuseAll(refusals);
  return done(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

function typedAmount(line: LineToQuote): Result<bigint> {
  const typedMinor = line.givenMinor ?? productOf(line) ?? 0n;
  if (isWithinRange(typedMinor)) return done(typedMinor);
  return refuse('amountOutOfRange', 'Quantity × price is more than a quote can hold.', {
    field: 'amount',
    value: String(typedMinor),
  });
}

/** What each line is printed at, in the terms in which amounts are typed. */
function sharePrice(
  lines: readonly LineToQuote[],
  typed: readonly bigint[],
  counted: readonly number[],
  { fixedTotalMinor, currency }: QuotePricing,
): Result<bigint[]> {
  if (fixedTotalMinor === null) return done([...typed]);
  const carrying = counted.filter((place) => typed[place]! >= 0n);
  const discountMinor = sum(counted.filter((place) => typed[place]! < 0n).map((place) => typed[place]!));
  if (carrying.length === 0 && fixedTotalMinor !== discountMinor) {
    return refuse('cannotSpread', 'No line of the quote can carry the fixed price; add one.', {
      field: 'fixedTotal',
      value: formatMinor(fixedTotalMinor, currency),
      accepted: 'a quote with a task or a cost that is chosen',
    });
  }
  const shares = apportion(fixedTotalMinor - discountMinor, weightsOf(carrying, lines, typed));
  const printed = [...typed];
  for (const [index, place] of carrying.entries()) printed[place] = shares[index]!;
  return done(printed);
}

/** Lines share a fixed price by what they come to; where none has a value, by their minutes, else evenly. */
function weightsOf(
  places: readonly number[],
  lines: readonly LineToQuote[],
  typed: readonly bigint[],
): bigint[] {
  const values = places.map((place) => typed[place]!);
  if (values.some((value) => value > 0n)) return values;
  const minutes = places.map((place) => BigInt(lines[place]!.minutes ?? 0));
  return minutes.some((weight) => weight > 0n) ? minutes : places.map(() => 1n);
}

function taxed(
  lines: readonly { readonly taxId: number | null; readonly typedMinor: bigint }[],
  policy: TaxPolicy,
) {
  const isInclusive = policy.mode === 'inclusive';
  const exTax = isInclusive
    ? exTaxOfLines(
        lines.map(({ taxId, typedMinor }) => ({ taxId, grossMinor: typedMinor })),
        policy,
      )
    : lines.map(({ typedMinor }) => typedMinor);
  const toTax = lines.map(({ taxId, typedMinor }, place): LineToTax => ({
    taxId,
    amountMinor: exTax[place]!,
    grossMinor: isInclusive ? typedMinor : null,
  }));
  const document = taxDocument(toTax, policy);
  return {
    lines: exTax.map((amountMinor, place) => ({ amountMinor, taxMinor: document.lineTaxMinor[place]! })),
    totalMinor: document.totals.exMinor,
    taxMinor: document.totals.taxMinor,
    taxes: document.summary,
  };
}

function totalRefusal(totalMinor: bigint, printedMinor: bigint, currency: CurrencyCode): Refusal | null {
  if (totalMinor < 0n) {
    return {
      code: 'negativeTotal',
      detail: 'A quote comes to 0 or more.',
      field: 'lines',
      value: formatMinor(totalMinor, currency),
      accepted: 'lines that add up to 0 or more',
    };
  }
  if (isWithinRange(printedMinor)) return null;
  return {
    code: 'amountOutOfRange',
    detail: 'The total is more than a quote can hold.',
    field: 'lines',
    value: String(printedMinor),
  };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
