// The tax that a new firm starts with, told by its currency. Only where one rate is right for nearly every firm that
// keeps its books in the currency; elsewhere a firm says itself what it charges.

import type { CivilDate } from '../calendar/civil-date.ts';
import { civilDate } from '../calendar/civil-date.ts';
import type { CurrencyCode } from '../money/currencies.ts';
import type { TaxHalf } from './tax.ts';

export type TaxPreset = {
  readonly name: string;
  readonly rateMillionths: number;
  /** The day from which this rate has held. */
  readonly effectiveFrom: CivilDate;
  readonly half: TaxHalf;
};

const presets: Readonly<Record<string, TaxPreset>> = {
  NZD: { name: 'GST', rateMillionths: 150_000, effectiveFrom: civilDate('2010-10-01'), half: 'down' },
  AUD: { name: 'GST', rateMillionths: 100_000, effectiveFrom: civilDate('2000-07-01'), half: 'up' },
  GBP: { name: 'VAT', rateMillionths: 200_000, effectiveFrom: civilDate('2011-01-04'), half: 'up' },
};

export function taxPresetOf(currency: CurrencyCode): TaxPreset | null {
  return Object.hasOwn(presets, currency) ? (presets[currency] as TaxPreset) : null;
}
