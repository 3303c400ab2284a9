// The tax of a credit note: that of its lines as the invoice printed it, never reckoned anew from rates. Parts are rounded
// by what is credited so far, so that crediting the rest later gives exactly the rest.

import { apportion } from '../money/apportion.ts';
import { absolute, divideHalfUp } from '../money/division.ts';

export type TaxedLine = {
  readonly amountMinor: bigint;
  readonly taxMinor: bigint;
  /** By credit notes before. */
  readonly creditedMinor: bigint;
  readonly creditedTaxMinor: bigint;
};

/** The tax of an amount credited of a line; a line of no amount gives its tax with it. */
export function creditedTaxOf(line: TaxedLine, creditMinor: bigint): bigint {
  const { amountMinor, taxMinor, creditedMinor, creditedTaxMinor } = line;
  if (amountMinor === 0n) return taxMinor - creditedTaxMinor;
  return divideHalfUp(taxMinor * (creditedMinor + creditMinor), amountMinor) - creditedTaxMinor;
}

/** Tax by tax and component, as printed on a document. */
export type PrintedTax = {
  readonly taxId: number;
  readonly name: string;
  readonly component: string;
  readonly rateMillionths: number;
  readonly baseMinor: bigint;
  readonly taxMinor: bigint;
};

export type CreditedLine = {
  readonly taxId: number | null;
  readonly amountMinor: bigint;
  readonly taxMinor: bigint;
};

/** The taxes of a credit note by component: what they come to with the credit notes before, less what those printed. */
export function creditedTaxes(
  ofInvoice: readonly PrintedTax[],
  before: readonly PrintedTax[],
  lines: readonly CreditedLine[],
): PrintedTax[] {
  return [...Map.groupBy(ofInvoice, ({ taxId }) => taxId)].flatMap(([taxId, components]) => {
    const own = lines.filter((line) => line.taxId === taxId);
    if (own.length === 0) return [];
    const baseMinor = own.reduce((sum, line) => sum + line.amountMinor, 0n);
    const earlier = components.map(({ component }) =>
      before
        .filter((tax) => tax.taxId === taxId && tax.component === component)
        .reduce((sum, { taxMinor }) => sum + taxMinor, 0n),
    );
    const soFar =
      own.reduce((sum, line) => sum + line.taxMinor, 0n) + earlier.reduce((sum, minor) => sum + minor, 0n);
    const shares = apportion(soFar, weightsOf(components));
    return components.map((component, index) => ({
      ...component,
      baseMinor,
      taxMinor: shares[index]! - earlier[index]!,
    }));
  });
}

function weightsOf(components: readonly PrintedTax[]): bigint[] {
  const byTax = components.map(({ taxMinor }) => absolute(taxMinor));
  if (byTax.some((weight) => weight > 0n)) return byTax;
  return components.map((_, index) => (index === 0 ? 1n : 0n));
}
