// Numbers without gaps. The row of a series is held from the taking of a number to the end of the transaction, so that
// a number that was taken in vain is given to the next; take it last.

import type { Tx } from '../database.ts';

export type SeriesDocument = 'invoice' | 'creditNote' | 'quote';

export type TakenNumber = { readonly seriesId: number; readonly value: bigint; readonly number: string };

/** The next number of a series, the default one when none is named; undefined where the firm has no such series. */
export async function takeNumber(
  tx: Tx,
  document: SeriesDocument,
  seriesId: number | null,
): Promise<TakenNumber | undefined> {
  return (await takeBlock(tx, document, { seriesId, count: 1 }))[0];
}

/**
 * Numbers for documents in their order, each from the series it names, the default one where it names none: one block per
 * series. Undefined where the firm has no such series.
 */
export async function takeNumbers(
  tx: Tx,
  document: SeriesDocument,
  seriesIds: readonly (number | null)[],
): Promise<(TakenNumber | undefined)[]> {
  const places = Map.groupBy(seriesIds.keys(), (place) => seriesIds[place]!);
  if (places.size > 1) await holdSeries(tx, document, [...places.keys()]);
  const taken: (TakenNumber | undefined)[] = seriesIds.map(() => undefined);
  for (const [seriesId, own] of places) {
    const block = await takeBlock(tx, document, { seriesId, count: own.length });
    for (const [index, place] of own.entries()) taken[place] = block[index];
  }
  return taken;
}

/** Several series are held in the order of their ids, whoever needs them. */
async function holdSeries(
  tx: Tx,
  document: SeriesDocument,
  seriesIds: readonly (number | null)[],
): Promise<void> {
  await tx.query(
    `select 1 from number_series
     where firm_id = $1 and document = $2 and not archived and (id = any ($3) or is_default and $4)
     order by id for no key update`,
    [tx.firmId, document, seriesIds.filter((id) => id !== null), seriesIds.includes(null)],
  );
}

function takeBlock(
  tx: Tx,
  document: SeriesDocument,
  { seriesId, count }: { readonly seriesId: number | null; readonly count: number },
): Promise<TakenNumber[]> {
  return tx.query<TakenNumber>(
    `with taken as (
       update number_series set next_value = next_value + $4::int
       where firm_id = $1 and document = $2 and not archived and case when $3::int is null then is_default else id = $3 end
       returning id, prefix, minimum_digits, next_value - $4::int as first, next_value - 1 as last)
     select id as "seriesId", value, prefix || lpad(value::text, greatest(minimum_digits, length(value::text)), '0')
       as number
     from taken, generate_series(first, last) as value order by value`,
    [tx.firmId, document, seriesId, count],
  );
}
