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

/** By id, each with the journals since a moment. Each firm is asked by itself, where it lies. */
export async function listFirmSizes(
  tx: Queries,
  asked: { readonly since: string; readonly afterId: number | null; readonly limit: number },
): Promise<FirmSize[]> {
  const firms = await tx.query<Pick<FirmSize, 'id' | 'name' | 'isDemo' | 'createdAt'>>(
    `select id, name, is_demo as "isDemo", created_at as "createdAt" from firm
     where $1::int is null or id > $1 order by id limit $2`,
    [asked.afterId, asked.limit],
  );
  return Promise.all(firms.map(async (firm) => ({ ...firm, ...(await readSize(tx, firm.id, asked.since)) })));
}

async function readSize(
  tx: Queries,
  firmId: number,
  since: string,
): Promise<Pick<FirmSize, 'people' | 'jobs' | 'recentJournals' | 'lastPostedAt'>> {
  const [size] = await tx.query<Pick<FirmSize, 'people' | 'jobs' | 'recentJournals' | 'lastPostedAt'>>(
    `select (select count(*)::int from member m where m.firm_id = $1 and m.active and m.joined_at is not null) as people,
       (select count(*)::int from job j where j.firm_id = $1) as jobs,
       (select count(*)::int from (
         select from journal where firm_id = $1 and recorded_at >= $2 limit $3) as recent) as "recentJournals",
       (select recorded_at from journal where firm_id = $1 order by id desc limit 1) as "lastPostedAt"`,
    [firmId, since, recentJournalsMax],
  );
  return size!;
}
