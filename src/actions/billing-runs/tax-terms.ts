// The taxes of a run's invoices, by client, from what is read once.

import { taxOfClient } from '#core/tax/tax-of-client.ts';
import { ratesInForce, type RatesOfTax } from '#core/tax/tax.ts';
import type { RunRules } from '#core/billing-run/rules.ts';
import { loadBillingSettings, type BillingSettings } from '#store/billing/settings.ts';
import { loadTaxes, loadTaxRates } from '#store/billing/taxes.ts';
import type { RunClient } from '#store/billing-runs/candidates.ts';
import type { Tx } from '#store/database.ts';
import type { InvoiceTaxes } from '../invoices/tax.ts';

export type TaxTerms = {
  readonly settings: BillingSettings;
  /** On the day of the invoices, by tax. */
  readonly rates: ReadonlyMap<number, RatesOfTax>;
};

export async function loadTaxTerms(tx: Tx, { taxMode, invoicedOn }: RunRules): Promise<TaxTerms> {
  const [settings, taxes] = await Promise.all([loadBillingSettings(tx), loadTaxes(tx)]);
  const rates = await loadTaxRates(
    tx,
    taxes.map(({ id }) => id),
  );
  return {
    settings: { ...settings, taxMode: taxMode ?? settings.taxMode },
    rates: ratesInForce(rates, invoicedOn),
  };
}

export function taxesOfClient({ settings, rates }: TaxTerms, client: RunClient): InvoiceTaxes {
  const { taxMode: mode, taxRounding: rounding, taxHalf: half } = settings;
  return { mode, defaultTaxId: taxOfClient(client, settings), policy: { mode, rounding, half, rates } };
}
