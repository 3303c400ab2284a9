// What the practice's records take from their firm.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '#store/database.ts';

export type PracticeSettings = { readonly currency: CurrencyCode; readonly timeZone: string };

export async function loadPracticeSettings(tx: Tx): Promise<PracticeSettings> {
  const [firm] = await tx.query<PracticeSettings>(
    `select currency, time_zone as "timeZone" from firm where id = $1`,
    [tx.firmId],
  );
  if (firm === undefined) throw new Error(`firm ${tx.firmId} does not exist`);
  return firm;
}

/**
 * Takes the next numbers for jobs: the firm's prefix and a counter of at least six digits. The counter's row is locked
 * until the transaction ends, so it is taken late; numbers of a transaction that fails are given again.
 */
export async function takeJobNumbers(tx: Tx, count: number): Promise<string[]> {
  const [taken] = await tx.query<{ prefix: string; next: number }>(
    `update firm set next_job_number = next_job_number + $2 where id = $1
     returning job_number_prefix as prefix, next_job_number as next`,
    [tx.firmId, count],
  );
  if (taken === undefined) throw new Error(`firm ${tx.firmId} does not exist`);
  const first = taken.next - count;
  return Array.from(
    { length: count },
    (_, place) => taken.prefix + (first + place).toString().padStart(6, '0'),
  );
}
