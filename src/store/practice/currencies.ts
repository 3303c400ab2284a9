// The currency of each job.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

export async function readJobCurrencies(
  tx: Tx,
  jobIds: readonly number[],
): Promise<Map<number, CurrencyCode>> {
  const rows = await tx.prepared<{ id: number; currency: CurrencyCode }>(
    'job-currencies',
    'select id, currency from job where firm_id = $1 and id = any ($2)',
    [tx.firmId, [...new Set(jobIds)]],
  );
  return new Map(rows.map((row) => [row.id, row.currency]));
}
