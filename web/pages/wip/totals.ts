import type { BillingRow, BillingTotal } from '../../api/estimated-billings.ts';
import { sumOf } from '../../util/sums.ts';

/** Sums of chosen rows, per currency. */
export function totalsOf(rows: readonly BillingRow[]): BillingTotal[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, ofCurrency]) => {
    const sum = (key: keyof Omit<BillingTotal, 'currency' | 'jobs'>) =>
      sumOf(ofCurrency.map((row) => row[key]));
    return {
      currency,
      jobs: ofCurrency.length,
      wipTime: sum('wipTime'),
      wipCost: sum('wipCost'),
      interims: sum('interims'),
      netWip: sum('netWip'),
      uninvoicedQuote: ofCurrency.some((row) => row.uninvoicedQuote !== null) ? sum('uninvoicedQuote') : null,
      onDraft: ofCurrency.some((row) => row.onDraft !== null) ? sum('onDraft') : null,
      ageCurrent: sum('ageCurrent'),
      ageOneMonth: sum('ageOneMonth'),
      ageTwoMonths: sum('ageTwoMonths'),
      ageThreeMonthsPlus: sum('ageThreeMonthsPlus'),
    };
  });
}
