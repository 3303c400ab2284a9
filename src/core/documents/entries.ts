// The rows of a document before they are written out: amounts as amounts. Each layout arranges the same lines into other
// entries, and whatever it does, the entries add up to what the lines add up to.
//
// Where amounts are printed with tax, an amount is what it is ex tax and its tax; the printed price is then the one that
// multiplies out, or none. A quantity and a price are printed together only where they multiply out to the amount.

import { apportion } from '../money/apportion.ts';
import { absolute } from '../money/division.ts';
import { multiplyRate } from '../money/money.ts';
import { multiplyQuantity } from '../money/quantity.ts';
import type { CivilDate } from '../calendar/civil-date.ts';
import type { BilledWork, DocumentLine, TaxMode } from './data.ts';

export type Entry = {
  readonly kind: 'entry';
  readonly on: CivilDate | null;
  readonly person: string | null;
  readonly description: string;
  readonly note: string | null;
  readonly minutes: number | null;
  readonly quantityThousandths: number | null;
  readonly priceMinor: bigint | null;
  /** As printed. */
  readonly amountMinor: bigint;
};

/** An entry of which nothing is said but what it is and what it comes to. */
export const bareEntry = {
  kind: 'entry',
  on: null,
  person: null,
  note: null,
  minutes: null,
  quantityThousandths: null,
  priceMinor: null,
} as const;

/** A line of the quote with what has been claimed of it; `amountMinor` is this claim. */
export type Claim = {
  readonly kind: 'claim';
  readonly description: string;
  readonly contractMinor: bigint;
  readonly previousMinor: bigint;
  readonly amountMinor: bigint;
};

export type Heading = { readonly kind: 'heading' | 'subheading'; readonly text: string };
export type Subtotal = { readonly kind: 'subtotal'; readonly label: string; readonly of: readonly Entry[] };
export type Text = { readonly kind: 'text'; readonly text: string };

export type ClaimTotal = { readonly kind: 'claimTotal'; readonly of: readonly Claim[] };

export type Row = Entry | Claim | ClaimTotal | Heading | Subtotal | Text;

/** What the rows come to. */
export function sumOf(rows: readonly Row[]): bigint {
  return rows.reduce((sum, row) => ('amountMinor' in row ? sum + row.amountMinor : sum), 0n);
}

/** What of an amount is printed among the rows: with its tax where the document's amounts include it. */
export function shownMinor(taxMode: TaxMode, amountMinor: bigint, taxMinor: bigint): bigint {
  return taxMode === 'inclusive' ? amountMinor + taxMinor : amountMinor;
}

/** A line as one entry. */
export function entryOfLine(line: DocumentLine, taxMode: TaxMode): Entry {
  const amountMinor = shownMinor(taxMode, line.amountMinor, line.taxMinor);
  const minutes = line.minutes === 0 ? null : line.minutes;
  const quantityThousandths = line.quantityThousandths === 0 ? null : line.quantityThousandths;
  const quantity = { minutes, quantityThousandths };
  const priceMinor = priceOf({ ...line, ...quantity }, amountMinor);
  const { description, note } = line;
  return { kind: 'entry', on: null, person: null, description, note, ...quantity, priceMinor, amountMinor };
}

type Quantity = { readonly minutes: number | null; readonly quantityThousandths: number | null };

/** The line's own price where it multiplies out; where the printed amount has tax besides, the price that then does. */
function priceOf(line: DocumentLine, shownMinor: bigint): bigint | null {
  const priceMinor = line.minutes === null ? line.unitPriceMinor : line.ratePerHourMinor;
  if (priceMinor === null || product(line, priceMinor) !== line.amountMinor) return null;
  return shownMinor === line.amountMinor ? priceMinor : exactPrice(line, shownMinor);
}

/** The price whose product with the quantity is exactly the amount, without rounding. */
function exactPrice(quantity: Quantity, amountMinor: bigint): bigint | null {
  const units = BigInt(quantity.minutes ?? quantity.quantityThousandths ?? 0);
  const scaled = amountMinor * (quantity.minutes === null ? 1000n : 60n);
  if (units === 0n || amountMinor === 0n || scaled % units !== 0n) return null;
  const price = scaled / units;
  return price < 0n ? null : price;
}

function product({ minutes, quantityThousandths }: Quantity, priceMinor: bigint): bigint | null {
  if (minutes !== null) return multiplyRate(minutes, priceMinor);
  return quantityThousandths === null ? null : multiplyQuantity(quantityThousandths, priceMinor);
}

/** An item of work with what is printed for it. */
export type ShownWork = Omit<BilledWork, 'priceMinor'> & {
  /** Null where it cannot be told. */
  readonly quantity: number | null;
  /** Null where it does not multiply out. */
  readonly priceMinor: bigint | null;
  readonly amountMinor: bigint;
};

/** A line taken apart into the work under it, and what of the line no work stands for. */
export function takeApart(
  line: DocumentLine,
  work: readonly BilledWork[],
  { taxMode, isHeldBack }: { readonly taxMode: TaxMode; readonly isHeldBack: boolean },
): { readonly work: readonly ShownWork[]; readonly restMinor: bigint } {
  const items = quantified(line, isHeldBack ? beforeRetention(line, work) : work);
  const restMinor = line.amountMinor - billedSum(items);
  const weights = [...items.map((item) => absolute(item.billedMinor)), absolute(restMinor)];
  const taxMinor = taxMode === 'inclusive' ? line.taxMinor : 0n;
  const weighed = weights.some((weight) => weight > 0n);
  const taxes = weighed ? apportion(taxMinor, weights) : weights.map(() => 0n);
  return {
    work: items.map((item, index) => priced(item, item.billedMinor + taxes[index]!)),
    restMinor: restMinor + taxes.at(-1)! + (weighed ? 0n : taxMinor),
  };
}

function billedSum(work: readonly BilledWork[]): bigint {
  return work.reduce((sum, item) => sum + item.billedMinor, 0n);
}

/**
 * What is held back stays in WIP, yet the line has all of the work; the retention is a line of its own. Work that the line
 * bills whole has what was open of it, other work its part of the line.
 */
function beforeRetention(line: DocumentLine, work: readonly BilledWork[]): readonly BilledWork[] {
  const openMinor = work.reduce((sum, item) => sum + item.openMinor, 0n);
  if (openMinor === line.amountMinor) {
    return work.map((item) => ({ ...item, billedMinor: item.openMinor, billedQuantity: item.openQuantity }));
  }
  if (billedSum(work) <= 0n || work.some(({ billedMinor }) => billedMinor < 0n)) return work;
  const amounts = apportion(
    line.amountMinor,
    work.map(({ billedMinor }) => billedMinor),
  );
  const quantity = line.minutes ?? line.quantityThousandths;
  const weights = work.map(({ billedQuantity }) => BigInt(billedQuantity));
  const isCounted = quantity !== null && weights.some((weight) => weight > 0n);
  const quantities = isCounted ? apportion(BigInt(quantity), weights) : weights;
  return work.map((item, index) => ({
    ...item,
    billedMinor: amounts[index]!,
    billedQuantity: Number(quantities[index]!),
  }));
}

type Quantified = BilledWork & { readonly quantity: number | null };

/**
 * An item is billed for no more than was open of it, and a line for as much as its author said. What is above belongs to
 * the items that were written on: where that is one item it has it, where they are several nobody can tell.
 */
function quantified(line: DocumentLine, work: readonly BilledWork[]): Quantified[] {
  const billed = work.reduce((sum, item) => sum + item.billedQuantity, 0);
  const extra = (line.minutes ?? line.quantityThousandths ?? billed) - billed;
  const raised = work.filter(({ writtenOnMinor }) => writtenOnMinor !== 0n);
  return work.map((item) => {
    if (extra === 0 || !raised.includes(item)) return { ...item, quantity: item.billedQuantity };
    return { ...item, quantity: raised.length === 1 ? item.billedQuantity + extra : null };
  });
}

function priced(item: Quantified, amountMinor: bigint): ShownWork {
  const quantity = quantityOf(item);
  const multiplies = product(quantity, item.priceMinor) === item.billedMinor;
  const taxed = amountMinor === item.billedMinor ? item.priceMinor : exactPrice(quantity, amountMinor);
  return { ...item, amountMinor, priceMinor: multiplies ? taxed : null };
}

export function quantityOf(item: Pick<ShownWork, 'kind' | 'quantity'>): Quantity {
  const quantity = item.quantity === 0 ? null : item.quantity;
  const isTime = item.kind === 'time';
  return { minutes: isTime ? quantity : null, quantityThousandths: isTime ? null : quantity };
}
