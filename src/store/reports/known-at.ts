// A report known at a moment must never change, so nothing may still arrive that was recorded before it. await_posts
// waits for the posts that were at work when it was asked: whatever begins later records later moments.

import type { Database } from '../database.ts';

/** Posts take milliseconds, chunks of an import a few seconds. */
const patience = '10 seconds';

/** The present by the database's clock, which is the one that records; null when the moment lies ahead of it. */
export async function awaitPostsBefore(
  database: Database,
  firmId: number,
  instant: string,
): Promise<string | null> {
  return database.inFirm(firmId, async (tx) => {
    const [row] = await tx.query<{ now: string | null }>('select await_posts($1, $2, $3) as now', [
      firmId,
      instant,
      patience,
    ]);
    return row?.now ?? null;
  });
}
