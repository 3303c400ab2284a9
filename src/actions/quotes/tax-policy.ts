// How a quote is taxed: as the firm rounds, at the rates in force on the day of the quote.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuseAll, type Result } from '#core/refusal.ts';
import { ratesOn, type TaxMode, type TaxPolicy } from '#core/tax/tax.ts';
import type { BillingSettings } from '#store/billing/settings.ts';
import { loadTaxRates } from '#store/billing/taxes.ts';
import type { Tx } from '#store/database.ts';

type Taxing = {
  readonly settings: BillingSettings;
  readonly mode: TaxMode;
  readonly on: CivilDate;
};

export async function loadTaxPolicy(
  tx: Tx,
  lines: readonly { readonly taxId: number | null }[],
  { settings, mode, on }: Taxing,
): Promise<Result<TaxPolicy>> {
  const taxIds = [...new Set(lines.flatMap(({ taxId }) => taxId ?? []))];
  const rates = ratesOn(mode === 'none' ? [] : await loadTaxRates(tx, taxIds), on, 'lines.taxId');
  if (!rates.ok) {
    const places = [...lines.keys()].filter(
      (place) => String(lines[place]!.taxId) === rates.refusals[0]!.value,
    );
    return refuseAll(places.map((place) => ({ ...rates.refusals[0]!, field: `lines[${place}].taxId` })));
  }
  const { taxRounding: rounding, taxHalf: half } = settings;
  return done({ mode, rounding, half, rates: rates.value });
}
