// The open time that a rate change may touch: billable, wholly unbilled, neither written off nor on, on no draft, on jobs
// that accrue WIP.

import { civilDate, type CivilDate } from '#core/calendar/civil-date.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import type { Tx } from '../database.ts';

export type RevaluationFilter = {
  readonly jobIds?: readonly number[] | undefined;
  readonly clientId?: number | undefined;
  readonly staffId?: number | undefined;
  /** A task of the firm's library. */
  readonly taskId?: number | undefined;
  /** Days worked, both included. */
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
};

/** The jobs with open time that the filter means. */
export async function findJobsToRevalue(tx: Tx, filter: RevaluationFilter): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select b.job_id as id from job_balance b join job j on j.firm_id = b.firm_id and j.id = b.job_id
     where b.firm_id = $1 and b.is_listed and not j.excluded
       and ($2::int[] is null or b.job_id = any ($2)) and ($3::int is null or j.client_id = $3)
     order by b.job_id`,
    [tx.firmId, filter.jobIds ?? null, filter.clientId ?? null],
  );
  return rows.map((row) => row.id);
}

export async function readRevaluable(
  tx: Tx,
  jobIds: readonly number[],
  filter: RevaluationFilter,
  limit: number,
): Promise<(OpenItem & { taskId: number })[]> {
  const rows = await tx.query<OpenItem & { taskId: number }>(
    `select o.job_id as "jobId", o.item_id as "itemId", 'time' as kind, o.origin_on as "originOn",
       o.open_minor as "openMinor", o.open_quantity as "openQuantity", o.job_task_id as "jobTaskId",
       o.staff_id as "staffId", t.task_id as "taskId"
     from open_item o
     join time_entry e on e.firm_id = o.firm_id and e.id = o.item_id
     join job_task t on t.firm_id = o.firm_id and t.id = o.job_task_id
     where o.firm_id = $1 and o.job_id = any ($2) and o.item_kind = 1 and e.billable
       and o.open_quantity = e.billable_minutes
       and not exists (select 1 from draft_item d where d.firm_id = o.firm_id and d.item_id = o.item_id)
       and ($3::int is null or o.staff_id = $3) and ($4::int is null or t.task_id = $4)
       and ($5::date is null or o.origin_on >= $5) and ($6::date is null or o.origin_on <= $6)
       and not exists (
         select 1 from ledger_line l
         where l.firm_id = o.firm_id and l.job_id = o.job_id and l.item_id = o.item_id and l.kind in (3, 6, 7)
           and not exists (select 1 from journal r where r.firm_id = l.firm_id and r.reverses = l.journal_id))
     order by o.job_id, o.origin_on, o.item_id limit $7`,
    [
      tx.firmId,
      jobIds,
      filter.staffId ?? null,
      filter.taskId ?? null,
      filter.from ?? null,
      filter.to ?? null,
      limit,
    ],
  );
  return rows.map((row) => ({ ...row, originOn: civilDate(row.originOn) }));
}
