// What an accepted quote says of its job's work: how long each task is estimated to take, and what is to be bought.

import { multiplyQuantity } from '../money/quantity.ts';
import type { TaxMode } from '../tax/tax.ts';
import type { ComposedLine, Measures } from './compose.ts';

const estimatedMinutesMax = 100_000_000;

/** The minutes that quotes give a task: before, and now. */
export type QuotedMinutes = {
  /** Of a quote that no longer counts. */
  readonly was: number;
  readonly is: number;
  /** The first quote of a job says what the estimate is; what comes later changes it by the difference. */
  readonly isFirst: boolean;
};

export function estimateOf(estimatedMinutes: number, { was, is, isFirst }: QuotedMinutes): number {
  const estimate = isFirst && is > 0 ? is : estimatedMinutes - was + is;
  return Math.min(Math.max(estimate, 0), estimatedMinutesMax);
}

export type EstimatedCost = {
  /** Not 0. */
  readonly quantityThousandths: number;
  readonly unitPriceMinor: bigint;
  readonly unitCostMinor: bigint;
};

type QuotedCost = Measures & ComposedLine & { readonly unitCostMinor: bigint | null };

/**
 * A quoted cost as an estimated cost, ex tax. What it will be charged at when it is incurred is its own price: a fixed
 * price is that of the whole. An amount that is no quantity × price becomes one unit of that amount.
 */
export function estimatedCostOf(line: QuotedCost, mode: TaxMode): EstimatedCost {
  const quantity = line.quantityThousandths;
  const amountMinor = mode === 'inclusive' ? line.amountMinor : line.typedMinor;
  const priceMinor = line.unitPriceMinor;
  if (quantity !== null && priceMinor !== null && multiplyQuantity(quantity, priceMinor) === amountMinor) {
    return {
      quantityThousandths: quantity,
      unitPriceMinor: priceMinor,
      unitCostMinor: line.unitCostMinor ?? 0n,
    };
  }
  const costMinor = multiplyQuantity(quantity ?? 1000, line.unitCostMinor ?? 0n);
  const isCredit = amountMinor < 0n;
  return {
    quantityThousandths: isCredit ? -1000 : 1000,
    unitPriceMinor: isCredit ? -amountMinor : amountMinor,
    unitCostMinor: costMinor < 0n ? -costMinor : costMinor,
  };
}
