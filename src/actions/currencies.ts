// The currency of jobs, for those who show their amounts.

import type { CurrencyCode } from '#core/money/currencies.ts';
import { readJobCurrencies } from '#store/practice/currencies.ts';
import type { Context } from './context.ts';
import { read } from './request.ts';

export function currenciesOf(
  context: Context,
  jobIds: readonly number[],
): Promise<Map<number, CurrencyCode>> {
  return read(context, (tx) => readJobCurrencies(tx, jobIds));
}
