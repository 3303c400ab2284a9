// The firms of an installation as an operator may see them: how large they are and whether anybody works there. Nothing
// of what they do.

import type { Queries } from '../database.ts';

export type FirmSize = {
  readonly id: number;
  readonly name: string;
  readonly isDemo: boolean;
  readonly createdAt: string;
  readonly people: number;
  readonly jobs: number;
  /** Counted up to a limit, so that a large firm costs no more to look at. */
  readonly recentJournals: number;
  readonly lastPostedAt: string | null;
};

export const recentJournalsMax = 100_000;

/** By id, each with the journals since a moment. */
export function listFirmSizes(
  tx: Queries,
  asked: { readonly since: string; readonly afterId: number | null; readonly limit: number },
): Promise<FirmSize[]> {
  return tx.query<FirmSize>(
    `select f.id, f.name, f.is_demo as "isDemo", f.created_at as "createdAt",
       (select count(*)::int from member m where m.firm_id = f.id and m.active and m.joined_at is not null) as people,
       (select count(*)::int from job j where j.firm_id = f.id) as jobs,
       (select count(*)::int from (
         select from journal where firm_id = f.id and recorded_at >= $1 limit $4) as recent) as "recentJournals",
       (select recorded_at from journal where firm_id = f.id order by recorded_at desc limit 1) as "lastPostedAt"
     from firm f where $2::int is null or f.id > $2 order by f.id limit $3`,
    [asked.since, asked.afterId, asked.limit, recentJournalsMax],
  );
}
