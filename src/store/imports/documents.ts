// What an imported document takes from records that are there already.

import type { Tx } from '../database.ts';

export async function readInterimDescriptions(tx: Tx, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  const rows = await tx.query<{ id: bigint; description: string }>(
    'select id, description from interim where firm_id = $1 and id = any ($2)',
    [tx.firmId, ids],
  );
  return new Map(rows.map(({ id, description }) => [id, description]));
}
