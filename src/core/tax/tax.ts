// The tax of a document: of each line, by tax and component, and in total; the three always add up to the same.
//
// What a line is worth without tax is decided before (core/billing) and never changed here: WIP is billed by it, and tax
// does not touch WIP. Tax is only added. A line that was typed with tax included brings both, `amountMinor` from
// `exTaxOf` or `exTaxOfLines` and `grossMinor` as typed; its tax is what lies between, so that it prints as typed.
//
// Rounded by line, each line and component is rounded. Rounded on the total, the sum of the lines under a component is
// taxed and rounded once and then shared out over the lines, so that a part of the document can be credited later.
// Half a minor unit goes away from zero ('up', Australia), or is dropped ('down', New Zealand). A document with all its
// signs turned has its taxes turned: crediting is exact.

import type { CivilDate } from '../calendar/civil-date.ts';
import { apportion } from '../money/apportion.ts';
import { absolute, divideHalfDown, divideHalfUp } from '../money/division.ts';
import { multiplyRate } from '../money/money.ts';
import { multiplyQuantity } from '../money/quantity.ts';
import type { Result } from '../refusal.ts';
import { done, refuse } from '../refusal.ts';
import { shareSigned } from './share-signed.ts';

export type TaxMode = 'exclusive' | 'inclusive' | 'none';
export type TaxRounding = 'line' | 'total';
export type TaxHalf = 'up' | 'down';

/** 150000 millionths are 15 %. */
export type TaxComponent = { readonly component: string; readonly rateMillionths: number };

/** A tax as it stands on one day. */
export type RatesOfTax = { readonly name: string; readonly components: readonly TaxComponent[] };

/** A tax with the rates of all days. */
export type TaxWithRates = {
  readonly taxId: number;
  readonly name: string;
  readonly rates: readonly (TaxComponent & { readonly effectiveFrom: CivilDate })[];
};

export type TaxPolicy = {
  readonly mode: TaxMode;
  readonly rounding: TaxRounding;
  readonly half: TaxHalf;
  /** By tax id, on the document's day: see `ratesOn`. */
  readonly rates: ReadonlyMap<number, RatesOfTax>;
  /** A total that was agreed with tax included; a difference of rounding to it goes into the tax. */
  readonly agreedTotalMinor?: bigint | null;
};

export type LineToTax = {
  /** Without tax. */
  readonly amountMinor: bigint;
  /** As typed with tax included, under mode 'inclusive'; null when the line was not typed so. */
  readonly grossMinor: bigint | null;
  readonly taxId: number | null;
};

export type TaxSummary = {
  readonly taxId: number;
  readonly name: string;
  readonly component: string;
  readonly rateMillionths: number;
  readonly baseMinor: bigint;
  readonly taxMinor: bigint;
};

export type TaxedDocument = {
  /** The tax of each line, in the order of the lines. */
  readonly lineTaxMinor: readonly bigint[];
  /** By tax and component, in the order in which the lines first carry them. */
  readonly summary: readonly TaxSummary[];
  readonly totals: { readonly exMinor: bigint; readonly taxMinor: bigint; readonly incMinor: bigint };
};

/** A line under one component of its tax. */
type Part = {
  readonly lineIndex: number;
  readonly taxId: number;
  readonly component: TaxComponent;
  readonly baseMinor: bigint;
  taxMinor: bigint;
};

const whole = 1_000_000n;

/** Taxes a document. Throws a RangeError for a tax that the policy has no rates of, and for a gross that is not the line's. */
export function taxDocument(lines: readonly LineToTax[], policy: TaxPolicy): TaxedDocument {
  const parts = policy.mode === 'none' ? [] : lines.flatMap((line, index) => partsOf(line, index, policy));
  if (policy.rounding === 'total') roundOnTotal(parts, lines, policy);
  const exMinor = sum(lines.map((line) => line.amountMinor));
  settleAgreedTotal(parts, exMinor, policy);

  const lineTaxMinor = lines.map(() => 0n);
  for (const part of parts)
    lineTaxMinor[part.lineIndex] = (lineTaxMinor[part.lineIndex] as bigint) + part.taxMinor;
  const taxMinor = sum(lineTaxMinor);
  return {
    lineTaxMinor,
    summary: summarize(parts, policy),
    totals: { exMinor, taxMinor, incMinor: exMinor + taxMinor },
  };
}

/** What an amount typed with tax included is without it; rounding is that of the tax within it. */
export function exTaxOf(grossMinor: bigint, rates: Pick<RatesOfTax, 'components'>, half: TaxHalf): bigint {
  const rate = totalRate(rates.components);
  return grossMinor - divider(half)(grossMinor * rate, whole + rate);
}

/**
 * What lines typed with tax included are without it. Rounded on the total, the tax within all lines of a tax is rounded
 * once, so that a document's tax is that of its total; rounded by line, each is `exTaxOf`.
 */
export function exTaxOfLines(
  lines: readonly { readonly grossMinor: bigint; readonly taxId: number | null }[],
  policy: TaxPolicy,
): bigint[] {
  const exMinor = lines.map((line) => line.grossMinor);
  if (policy.mode === 'none') return exMinor;
  for (const [taxId, indexes] of Map.groupBy(lines.keys(), (index) => lines[index]?.taxId ?? null)) {
    if (taxId === null) continue;
    const rates = ratesOf(taxId, policy);
    const gross = indexes.map((index) => exMinor[index] as bigint);
    const rate = totalRate(rates.components);
    const taxes =
      policy.rounding === 'total'
        ? shareSigned(
            divider(policy.half)(sum(gross) * rate, whole + rate),
            gross.map((minor) => minor * rate),
            whole + rate,
          )
        : gross.map((minor) => minor - exTaxOf(minor, rates, policy.half));
    indexes.forEach((index, place) => {
      exMinor[index] = (exMinor[index] as bigint) - (taxes[place] as bigint);
    });
  }
  return exMinor;
}

/** The rates of each tax in force on a day: those with the latest first day that is not after it. */
export function ratesInForce(taxes: readonly TaxWithRates[], on: CivilDate): Map<number, RatesOfTax> {
  const inForce = new Map<number, RatesOfTax>();
  for (const tax of taxes) {
    const begun = tax.rates.filter((rate) => rate.effectiveFrom <= on);
    if (begun.length === 0) continue;
    const latest = begun.reduce((day, rate) => (rate.effectiveFrom > day ? rate.effectiveFrom : day), '');
    const components = begun
      .filter((rate) => rate.effectiveFrom === latest)
      .map(({ component, rateMillionths }) => ({ component, rateMillionths }));
    inForce.set(tax.taxId, { name: tax.name, components });
  }
  return inForce;
}

/** As `ratesInForce`, for taxes that a document uses: one without a rate on the day refuses `unknownTax` at the field. */
export function ratesOn(
  taxes: readonly TaxWithRates[],
  on: CivilDate,
  field = 'taxId',
): Result<ReadonlyMap<number, RatesOfTax>> {
  const inForce = ratesInForce(taxes, on);
  const missing = taxes.find((tax) => !inForce.has(tax.taxId));
  if (missing === undefined) return done(inForce);
  return refuse(
    'unknownTax',
    `${missing.name} has no rate on ${on} yet; give it one, or choose another tax.`,
    {
      field,
      value: String(missing.taxId),
      accepted: 'a tax with a rate on the day of the document',
    },
  );
}

/** What a printed amount has above quantity × price, to be shown beside them; 0 when the line has no quantity and price. */
export function residualMinor(line: {
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
  readonly amountMinor: bigint;
}): bigint {
  if (line.minutes !== null && line.ratePerHourMinor !== null) {
    return line.amountMinor - multiplyRate(line.minutes, line.ratePerHourMinor);
  }
  if (line.quantityThousandths !== null && line.unitPriceMinor !== null) {
    return line.amountMinor - multiplyQuantity(line.quantityThousandths, line.unitPriceMinor);
  }
  return 0n;
}

/** The line under each component of its tax, taxed by itself. */
function partsOf(line: LineToTax, lineIndex: number, policy: TaxPolicy): Part[] {
  const { taxId, amountMinor } = line;
  if (taxId === null) return [];
  const { components } = ratesOf(taxId, policy);
  const taxes = isGross(line, policy)
    ? taxWithin(line, components, policy.half)
    : components.map(({ rateMillionths }) =>
        divider(policy.half)(amountMinor * BigInt(rateMillionths), whole),
      );
  return components.map((component, index) => ({
    lineIndex,
    taxId,
    component,
    baseMinor: amountMinor,
    taxMinor: taxes[index] as bigint,
  }));
}

/** What lies between the line with and without tax, shared over the components. */
function taxWithin(line: LineToTax, components: readonly TaxComponent[], half: TaxHalf): bigint[] {
  const grossMinor = line.grossMinor as bigint;
  const taxMinor = grossMinor - line.amountMinor;
  const expected = grossMinor - exTaxOf(grossMinor, { components }, half);
  // Shared out of a total, it may be one unit beside what the line alone would have.
  if (absolute(taxMinor - expected) > 1n) {
    throw new RangeError(
      `${grossMinor} with tax is not ${line.amountMinor} without: tax ${expected} lies within`,
    );
  }
  return apportion(
    taxMinor,
    components.map(({ rateMillionths }) => BigInt(rateMillionths)),
  );
}

/** Taxes the lines under each component together and shares that over them; lines typed with tax keep theirs. */
function roundOnTotal(parts: readonly Part[], lines: readonly LineToTax[], policy: TaxPolicy): void {
  const added = parts.filter((part) => !isGross(lines[part.lineIndex] as LineToTax, policy));
  for (const group of Map.groupBy(added, keyOf).values()) {
    const rate = BigInt((group[0] as Part).component.rateMillionths);
    const ideal = group.map((part) => part.baseMinor * rate);
    const shares = shareSigned(divider(policy.half)(sum(ideal), whole), ideal, whole);
    group.forEach((part, index) => {
      part.taxMinor = shares[index] as bigint;
    });
  }
}

/** Meets an agreed total when no more than rounding, a minor unit for each part, lies between. */
function settleAgreedTotal(parts: readonly Part[], exMinor: bigint, policy: TaxPolicy): void {
  if (policy.agreedTotalMinor === undefined || policy.agreedTotalMinor === null) return;
  const taxed = parts.filter((part) => part.baseMinor !== 0n && part.component.rateMillionths > 0);
  const difference = policy.agreedTotalMinor - exMinor - sum(parts.map((part) => part.taxMinor));
  if (absolute(difference) > BigInt(taxed.length)) return;
  const weights = taxed.map((part) => absolute(part.baseMinor) * BigInt(part.component.rateMillionths));
  const shares = apportion(difference, weights);
  taxed.forEach((part, index) => {
    part.taxMinor += shares[index] as bigint;
  });
}

function summarize(parts: readonly Part[], policy: TaxPolicy): TaxSummary[] {
  return [...Map.groupBy(parts, keyOf).values()].map((group) => {
    const { taxId, component } = group[0] as Part;
    return {
      taxId,
      name: ratesOf(taxId, policy).name,
      component: component.component,
      rateMillionths: component.rateMillionths,
      baseMinor: sum(group.map((part) => part.baseMinor)),
      taxMinor: sum(group.map((part) => part.taxMinor)),
    };
  });
}

function isGross(line: LineToTax, policy: TaxPolicy): boolean {
  return policy.mode === 'inclusive' && line.grossMinor !== null;
}

function keyOf(part: Part): string {
  return `${part.taxId} ${part.component.component}`;
}

function ratesOf(taxId: number, policy: TaxPolicy): RatesOfTax {
  const rates = policy.rates.get(taxId);
  if (rates === undefined) throw new RangeError(`no rates of tax ${taxId} were given`);
  return rates;
}

function totalRate(components: readonly TaxComponent[]): bigint {
  return sum(components.map(({ rateMillionths }) => BigInt(rateMillionths)));
}

function divider(half: TaxHalf): (dividend: bigint, divisor: bigint) => bigint {
  return half === 'up' ? divideHalfUp : divideHalfDown;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
