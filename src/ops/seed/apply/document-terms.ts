// What the documents of a history are numbered and taxed by, as the firm that was founded has it.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { TaxPreset } from '#core/tax/presets.ts';
import { taxDocument, type TaxedDocument, type TaxPolicy } from '#core/tax/tax.ts';
import { listNumberSeries, type NumberSeries } from '#store/billing/number-series.ts';
import { loadBillingSettings } from '#store/billing/settings.ts';
import type { Tx } from '#store/database.ts';
import { taxPresetOf } from '#core/tax/presets.ts';
import type { Practice } from '../plan/practice.ts';

export type DocumentTerms = {
  readonly invoices: NumberSeries;
  readonly quotes: NumberSeries;
  readonly bookkeeperId: number;
  /** The recipient as printed, by planned client. */
  readonly recipients: readonly string[];
  readonly currency: CurrencyCode;
  /** Null where the firm charges none; clients abroad are charged none either. */
  readonly taxId: number | null;
  readonly policy: TaxPolicy;
};

/** Digits of a number: more than any history needs. */
export const numberDigits = 6;

export async function documentTermsOf(tx: Tx, practice: Practice): Promise<DocumentTerms> {
  const { currency } = practice.scenario.firm;
  const [series, settings] = [await listNumberSeries(tx), await loadBillingSettings(tx)];
  const taxId = settings.defaultTaxId;
  const preset = taxPresetOf(currency);
  const rates = new Map(taxId === null || preset === null ? [] : [[taxId, ratesOf(preset)]]);
  return {
    invoices: series.find(({ document, isDefault }) => document === 'invoice' && isDefault)!,
    quotes: series.find(({ document, isDefault }) => document === 'quote' && isDefault)!,
    bookkeeperId: practice.office.bookkeeper.id,
    recipients: ['', ...practice.clients.map(({ name, address }) => `${name}\n${address}`)],
    currency,
    taxId,
    policy: { mode: settings.taxMode, rounding: settings.taxRounding, half: settings.taxHalf, rates },
  };
}

function ratesOf({ name, rateMillionths }: TaxPreset) {
  return { name, components: [{ component: name, rateMillionths }] };
}

export function numberOf({ prefix }: NumberSeries, value: number): string {
  return `${prefix}${String(value).padStart(numberDigits, '0')}`;
}

export function taxOfLine(
  { currency, taxId }: DocumentTerms,
  document: { currency: CurrencyCode },
): number | null {
  return document.currency === currency ? taxId : null;
}

export function taxed(
  terms: DocumentTerms,
  document: { readonly currency: CurrencyCode; readonly lines: readonly { readonly amountMinor: bigint }[] },
): TaxedDocument {
  const taxId = taxOfLine(terms, document);
  const lines = document.lines.map(({ amountMinor }) => ({ amountMinor, grossMinor: null, taxId }));
  return taxDocument(lines, terms.policy);
}
