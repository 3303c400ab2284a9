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

/** The first of the firm's job states that is not archived, in their order; a new job starts there unless told. */
export async function findFirstJobState(tx: Tx): Promise<number | undefined> {
  const [state] = await tx.query<{ id: number }>(
    `select id from job_state where firm_id = $1 and not archived order by position, id limit 1`,
    [tx.firmId],
  );
  return state?.id;
}

/** How many numbers of the series are looked at in one query. */
const numbersLookedAt = 10_000;

/**
 * Takes the next numbers for jobs: the firm's prefix and a counter of at least six digits, skipping numbers that were
 * given by hand or imported. The firm's row is locked until the transaction ends, so numbers are taken late; those of a
 * transaction that fails are given again.
 */
export async function takeJobNumbers(tx: Tx, count: number): Promise<string[]> {
  const [series] = await tx.query<{ next: number }>(
    `select next_job_number as next from firm where id = $1 for no key update`,
    [tx.firmId],
  );
  if (series === undefined) throw new Error(`firm ${tx.firmId} does not exist`);
  const taken: string[] = [];
  let { next } = series;
  while (taken.length < count) {
    const free = await tx.query<{ place: number; number: string }>(
      `select place, number
       from generate_series($2::int, $2::int + $3::int - 1) as place
       join firm f on f.id = $1
       cross join lateral (select f.job_number_prefix || lpad(place::text, greatest(6, length(place::text)), '0'))
         as numbered (number)
       where not exists (select from job j where j.firm_id = $1 and j.number = numbered.number)
       order by place limit $4`,
      [tx.firmId, next, numbersLookedAt, count - taken.length],
    );
    taken.push(...free.map((found) => found.number));
    next = taken.length === count ? (free.at(-1)?.place ?? next) + 1 : next + numbersLookedAt;
  }
  await tx.query(`update firm set next_job_number = $2 where id = $1`, [tx.firmId, next]);
  return taken;
}
