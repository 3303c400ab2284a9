import { hoursBefore } from '#core/monitoring/moments.ts';
import type { Database } from '#store/database.ts';
import { listFirmSizes, recentJournalsMax } from '#store/monitoring/firm-sizes.ts';

const recentHours = 30 * 24;

/** How large the firms of the installation are, and when somebody last worked there. */
export async function readFirmSizes(
  database: Database,
  now: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: number | undefined },
) {
  const rows = await database.asInstallation(
    (tx) =>
      listFirmSizes(tx, { since: hoursBefore(now, recentHours), afterId: cursor ?? null, limit: limit + 1 }),
    { readOnly: true },
  );
  const items = rows
    .slice(0, limit)
    .map((firm) => ({ ...firm, recentJournalsAtLeast: firm.recentJournals >= recentJournalsMax }));
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
}
