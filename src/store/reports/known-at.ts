// A report known at a moment must never change, so nothing may still arrive that was recorded before it. A post reads
// the clock under its share of the firm's gate; whoever has held the gate alone after the moment knows that every
// earlier post has ended.

import type { Database } from '../database.ts';

/** The present by the database's clock, which is the one that records; null when the moment lies ahead of it. */
export async function awaitPostsBefore(
  database: Database,
  firmId: number,
  instant: string,
): Promise<string | null> {
  return database.inFirm(firmId, async (tx) => {
    const [row] = await tx.query<{ now: string | null }>('select await_posts($1, $2) as now', [
      firmId,
      instant,
    ]);
    return row?.now ?? null;
  });
}
