import type { z } from 'zod';
import type { BillingSettings, SuggestedSeries, Tax } from '#actions/billing-settings/read.ts';
import type { series } from '#contract/billing-settings/number-series.ts';
import type { billingSettings } from '#contract/billing-settings/settings.ts';
import type { tax, taxContent } from '#contract/billing-settings/taxes.ts';
import { formatDocumentNumber } from '#core/billing/numbering.ts';
import type { RatesFromDay } from '#core/tax/rate-plan.ts';

export function presentTax(found: Tax): z.output<typeof tax> {
  return {
    ...found,
    rates: found.rates.map(({ effectiveFrom, components }) => ({
      effectiveFrom,
      components: components.map(({ component, rateMillionths }) => ({ component, percent: rateMillionths })),
    })),
  };
}

/** Rates as they were sent, as the product has them. */
export function ratesSent(rates: z.output<typeof taxContent>['rates']): RatesFromDay[] {
  return rates.map(({ effectiveFrom, components }) => ({
    effectiveFrom,
    components: components.map(({ component, percent }) => ({ component, rateMillionths: percent })),
  }));
}

export function presentSettings(found: BillingSettings): z.output<typeof billingSettings> {
  const { dueRule, dueDays, ...plain } = found;
  return { ...plain, due: { rule: dueRule, days: dueDays } };
}

export function presentSeries(found: SuggestedSeries): z.output<typeof series> {
  return { ...found, nextNumber: formatDocumentNumber(found, found.nextValue) };
}
