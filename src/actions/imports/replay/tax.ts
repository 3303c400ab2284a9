// The tax of an imported document. Sources tell one amount, and some the tax of each line. If it is what one tax of the firm
// comes to, the document carries that tax; else each line carries the tax that comes to what was told of it. What fits no
// tax of the firm stays as it was told, on its line or shared over the lines so that a part of them can be credited, and
// under no tax.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { shareSigned } from '#core/tax/share-signed.ts';
import {
  ratesInForce,
  taxDocument,
  type RatesOfTax,
  type TaxedDocument,
  type TaxSummary,
  type TaxWithRates,
} from '#core/tax/tax.ts';
import { loadBillingSettings } from '#store/billing/settings.ts';
import { loadTaxes, loadTaxRates } from '#store/billing/taxes.ts';
import type { Tx } from '#store/database.ts';

export type FirmTaxes = {
  readonly taxes: readonly TaxWithRates[];
  readonly defaultTaxId: number | null;
};

export type LineWithTax = {
  /** Ex tax. */
  readonly amountMinor: bigint;
  /** As the source tells it of the line; absent where it does not. */
  readonly taxMinor?: bigint | undefined;
};

export type DocumentTax = {
  /** In the order of the lines, as the amounts. */
  readonly taxIds: readonly (number | null)[];
  readonly lineTaxMinor: readonly bigint[];
  readonly summary: readonly TaxSummary[];
};

export async function loadFirmTaxes(tx: Tx): Promise<FirmTaxes> {
  const { defaultTaxId } = await loadBillingSettings(tx);
  const ids = (await loadTaxes(tx)).map(({ id }) => id);
  return { taxes: ids.length === 0 ? [] : await loadTaxRates(tx, ids), defaultTaxId };
}

type Taxing = FirmTaxes & { readonly on: CivilDate };

export function taxOfDocument(
  lines: readonly LineWithTax[],
  taxMinor: bigint | null,
  taxing: Taxing,
): DocumentTax {
  const amounts = lines.map(({ amountMinor }) => amountMinor);
  const none = { taxIds: lines.map(() => null), lineTaxMinor: lines.map(() => 0n), summary: [] };
  if (taxMinor === null || taxMinor === 0n || lines.length === 0) return none;
  const fitting = inForce(taxing).flatMap((tax) => {
    const taxed = comesTo(taxMinor, amounts, tax);
    return taxed === undefined || !isAsTold(lines, taxed) ? [] : [{ ...tax, taxed }];
  });
  const own = fitting[0]?.isDefault === true || fitting.length === 1 ? fitting[0] : undefined;
  if (own !== undefined) {
    const { lineTaxMinor, summary } = own.taxed;
    return { taxIds: lines.map(() => own.taxId), lineTaxMinor, summary };
  }
  const told = toldOf(lines, taxMinor);
  if (told === undefined) return { ...none, lineTaxMinor: shared(taxMinor, amounts) };
  return ofLines(lines, told, taxing) ?? { ...none, lineTaxMinor: told };
}

/** The tax of each line, where the source tells all of them and they make the document's. */
function toldOf(lines: readonly LineWithTax[], documentMinor: bigint): bigint[] | undefined {
  const told = lines.flatMap(({ amountMinor, taxMinor }) => taxMinor ?? (amountMinor === 0n ? 0n : []));
  const isWhole = told.length === lines.length && sumOf(told) === documentMinor;
  return isWhole ? told : undefined;
}

/** A tax that fits in total may not be the one of each line: some may bear none. */
function isAsTold(lines: readonly LineWithTax[], { lineTaxMinor }: TaxedDocument): boolean {
  return lines.every(
    ({ taxMinor }, place) => taxMinor === undefined || (taxMinor === 0n) === (lineTaxMinor[place] === 0n),
  );
}

/** Lines under taxes of their own: each bears the one tax that comes to what was told of it, or none. */
function ofLines(
  lines: readonly LineWithTax[],
  told: readonly bigint[],
  taxing: Taxing,
): DocumentTax | undefined {
  const taxes = inForce(taxing);
  const found = lines.map(({ amountMinor }, place) => {
    if (told[place] === 0n) return null;
    const fitting = taxes.filter((tax) => comesTo(told[place]!, [amountMinor], tax) !== undefined);
    return fitting[0]?.isDefault === true || fitting.length === 1 ? fitting[0] : undefined;
  });
  if (found.includes(undefined)) return undefined;
  const taxIds = found.map((tax) => tax?.taxId ?? null);
  const rates = new Map(taxes.map((tax) => [tax.taxId, tax.rates]));
  for (const half of ['up', 'down'] as const) {
    const taxable = lines.map(({ amountMinor }, place) => {
      return { amountMinor, grossMinor: null, taxId: taxIds[place]! };
    });
    const { lineTaxMinor, summary } = taxDocument(taxable, {
      mode: 'exclusive',
      rounding: 'line',
      half,
      rates,
    });
    if (lineTaxMinor.every((minor, place) => minor === told[place])) return { taxIds, lineTaxMinor, summary };
  }
  return undefined;
}

type OneTax = { readonly taxId: number; readonly rates: RatesOfTax; readonly isDefault: boolean };

/** The firm's taxes on the day, its default before the others. */
function inForce({ taxes, defaultTaxId, on }: Taxing): OneTax[] {
  return [...ratesInForce(taxes, on)]
    .map(([taxId, rates]) => ({ taxId, rates, isDefault: taxId === defaultTaxId }))
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
}

/** However the source rounds. */
function comesTo(
  taxMinor: bigint,
  amounts: readonly bigint[],
  { taxId, rates }: Pick<OneTax, 'taxId' | 'rates'>,
): TaxedDocument | undefined {
  const lines = amounts.map((amountMinor) => ({ amountMinor, grossMinor: null, taxId }));
  for (const rounding of ['line', 'total'] as const) {
    for (const half of ['up', 'down'] as const) {
      const policy = { mode: 'exclusive', rounding, half, rates: new Map([[taxId, rates]]) } as const;
      const taxed = taxDocument(lines, policy);
      if (taxed.totals.taxMinor === taxMinor) return taxed;
    }
  }
  return undefined;
}

function shared(taxMinor: bigint, amounts: readonly bigint[]): bigint[] {
  const totalMinor = sumOf(amounts);
  if (totalMinor <= 0n) return amounts.map((_, place) => (place === 0 ? taxMinor : 0n));
  const numerators = amounts.map((amountMinor) => amountMinor * taxMinor);
  return shareSigned(taxMinor, numerators, totalMinor);
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amountMinor) => sum + amountMinor, 0n);
}
