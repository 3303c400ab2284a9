// Which rates of a batch begin on a day on which their history has one already.

import type { Tx } from '#store/database.ts';
import type { CostRateRecord, RateRecord } from './rate-card.ts';
import type { Unrecorded } from './records.ts';

/** The places in the batch of those that are taken. */
export async function takenRates(tx: Tx, batch: readonly Unrecorded<RateRecord>[]): Promise<Set<number>> {
  const rows = await tx.query<{ place: number }>(
    `select (given.place - 1)::int as place
     from unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::date[]) with ordinality
       as given (scope, job_id, client_id, staff_id, task_id, currency, effective_from, place)
     where exists (select from rate r
       where r.firm_id = $1 and r.scope = given.scope
         and r.job_id is not distinct from given.job_id and r.client_id is not distinct from given.client_id
         and r.staff_id is not distinct from given.staff_id and r.task_id is not distinct from given.task_id
         and r.currency = given.currency and r.effective_from = given.effective_from)`,
    [
      tx.firmId,
      batch.map((rate) => rate.scope),
      batch.map((rate) => rate.jobId),
      batch.map((rate) => rate.clientId),
      batch.map((rate) => rate.staffId),
      batch.map((rate) => rate.taskId),
      batch.map((rate) => rate.currency),
      batch.map((rate) => rate.effectiveFrom),
    ],
  );
  return new Set(rows.map((row) => row.place));
}

export async function takenCostRates(
  tx: Tx,
  batch: readonly Unrecorded<CostRateRecord>[],
): Promise<Set<number>> {
  const rows = await tx.query<{ place: number }>(
    `select (given.place - 1)::int as place
     from unnest($2::text[], $3::int[], $4::int[], $5::date[]) with ordinality
       as given (scope, staff_id, task_id, effective_from, place)
     where exists (select from cost_rate r
       where r.firm_id = $1 and r.scope = given.scope
         and r.staff_id is not distinct from given.staff_id and r.task_id is not distinct from given.task_id
         and r.effective_from = given.effective_from)`,
    [
      tx.firmId,
      batch.map((rate) => rate.scope),
      batch.map((rate) => rate.staffId),
      batch.map((rate) => rate.taskId),
      batch.map((rate) => rate.effectiveFrom),
    ],
  );
  return new Set(rows.map((row) => row.place));
}
