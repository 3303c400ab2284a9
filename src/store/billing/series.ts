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
  const [row] = await tx.query<TakenNumber>(
    `update number_series set next_value = next_value + 1
     where firm_id = $1 and document = $2 and not archived and case when $3::int is null then is_default else id = $3 end
     returning id as "seriesId", next_value - 1 as value, prefix || lpad((next_value - 1)::text,
       greatest(minimum_digits, length((next_value - 1)::text)), '0') as number`,
    [tx.firmId, document, seriesId],
  );
  return row;
}
