// Interims as rows: what was invoiced ahead of matching work. What is open of them stands in the ledger.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';

export type InterimRow = {
  readonly id: bigint;
  readonly jobId: number;
  readonly raisedOn: CivilDate;
  readonly amountMinor: bigint;
  readonly description: string;
};

export async function insertInterims(tx: Tx, interims: readonly InterimRow[]): Promise<void> {
  await tx.query(
    `insert into interim (firm_id, id, job_id, raised_on, amount_minor, description)
     select $1, * from unnest($2::bigint[], $3::int[], $4::date[], $5::bigint[], $6::text[])`,
    [
      tx.firmId,
      interims.map((interim) => interim.id),
      interims.map((interim) => interim.jobId),
      interims.map((interim) => interim.raisedOn),
      interims.map((interim) => interim.amountMinor),
      interims.map((interim) => interim.description),
    ],
  );
}
