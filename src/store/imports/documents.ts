// What an imported document takes from records that are there already.

import type { Tx } from '../database.ts';

export async function readInterimDescriptions(tx: Tx, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  const rows = await tx.query<{ id: bigint; description: string }>(
    'select id, description from interim where firm_id = $1 and id = any ($2)',
    [tx.firmId, ids],
  );
  return new Map(rows.map(({ id, description }) => [id, description]));
}

/** Whether a series has numbered any document. */
export async function hasGivenNumbers(
  tx: Tx,
  { id, document }: { readonly id: number; readonly document: 'invoice' | 'creditNote' | 'quote' },
): Promise<boolean> {
  const table = document === 'quote' ? 'quote' : 'invoice';
  const [row] = await tx.query<{ given: boolean }>(
    `select exists (select from ${table} where firm_id = $1 and series_id = $2 and series_value is not null) as given`,
    [tx.firmId, id],
  );
  return row!.given;
}
