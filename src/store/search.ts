import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '#store/database.ts';

export type FoundRow = {
  readonly kind: string;
  readonly id: bigint;
  readonly number: string | null;
  readonly name: string | null;
  readonly clientId: number | null;
  readonly clientName: string | null;
  readonly jobId: number | null;
  readonly datedOn: CivilDate | null;
};

/** What the text begins words of, the best first: a function of the database, beside the indexes that it reads. */
export function searchRecords(
  tx: Tx,
  wanted: { readonly kinds: readonly string[]; readonly text: string; readonly limit: number },
): Promise<FoundRow[]> {
  return tx.query<FoundRow>(
    `select kind, id, number, name, client_id as "clientId", client_name as "clientName", job_id as "jobId",
       dated_on as "datedOn"
     from search_records($1, $2, $3)`,
    [wanted.kinds, wanted.text, wanted.limit],
  );
}
