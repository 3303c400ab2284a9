// The tax of an imported document. Sources tell one amount. If it is what one tax of the firm comes to, the document
// carries that tax; else the amount stays as it was told, shared over the lines so that a part of them can be credited,
// and under no tax.

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

export type DocumentTax = {
  readonly taxId: number | null;
  readonly lineTaxMinor: readonly bigint[];
  readonly summary: readonly TaxSummary[];
};

export async function loadFirmTaxes(tx: Tx): Promise<FirmTaxes> {
  const { defaultTaxId } = await loadBillingSettings(tx);
  const ids = (await loadTaxes(tx)).map(({ id }) => id);
  return { taxes: ids.length === 0 ? [] : await loadTaxRates(tx, ids), defaultTaxId };
}

/** `amounts` are those of the lines, ex tax. */
export function taxOfDocument(
  amounts: readonly bigint[],
  taxMinor: bigint | null,
  { on, taxes, defaultTaxId }: FirmTaxes & { readonly on: CivilDate },
): DocumentTax {
  const none = { taxId: null, lineTaxMinor: amounts.map(() => 0n), summary: [] };
  if (taxMinor === null || taxMinor === 0n || amounts.length === 0) return none;
  const fitting = [...ratesInForce(taxes, on)].flatMap(([taxId, rates]) => {
    const taxed = comesTo(taxMinor, amounts, { taxId, rates });
    return taxed === undefined ? [] : [{ taxId, taxed }];
  });
  const own =
    fitting.find(({ taxId }) => taxId === defaultTaxId) ?? (fitting.length === 1 ? fitting[0] : undefined);
  if (own === undefined) return { ...none, lineTaxMinor: shared(taxMinor, amounts) };
  const { lineTaxMinor, summary } = own.taxed;
  return { taxId: own.taxId, lineTaxMinor, summary };
}

type OneTax = { readonly taxId: number; readonly rates: RatesOfTax };

/** However the source rounds. */
function comesTo(
  taxMinor: bigint,
  amounts: readonly bigint[],
  { taxId, rates }: OneTax,
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
  const totalMinor = amounts.reduce((sum, amountMinor) => sum + amountMinor, 0n);
  if (totalMinor <= 0n) return amounts.map((_, place) => (place === 0 ? taxMinor : 0n));
  const numerators = amounts.map((amountMinor) => amountMinor * taxMinor);
  return shareSigned(taxMinor, numerators, totalMinor);
}
