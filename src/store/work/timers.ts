// Timers that run.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { preparedByText, readByKey } from '../prepared.ts';

export type TimerContent = {
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly note: string | null;
  /** Null for what the job's task says. */
  readonly billable: boolean | null;
  readonly startedAt: string;
};

export type Timer = TimerContent & {
  readonly id: number;
  readonly version: number;
  readonly staffId: number;
  readonly staffName: string;
  readonly jobNumber: string;
  readonly jobName: string;
  readonly clientName: string;
  readonly taskName: string;
};

const timers = `
  select r.id, r.version, r.staff_id as "staffId", r.job_id as "jobId", r.job_task_id as "jobTaskId", r.note, r.billable,
    r.started_at as "startedAt", s.name as "staffName", j.number as "jobNumber", j.name as "jobName",
    c.name as "clientName", t.name as "taskName"
  from timer r
  join staff s on s.firm_id = r.firm_id and s.id = r.staff_id
  join job j on j.firm_id = r.firm_id and j.id = r.job_id
  join client c on c.firm_id = j.firm_id and c.id = j.client_id
  join job_task t on t.firm_id = r.firm_id and t.id = r.job_task_id
  where r.firm_id = $1`;

/** In the order in which they were made; of one staff member, or of everybody. */
export function listTimers(
  tx: Tx,
  { staffId, afterId, limit }: { staffId: number | null; afterId: number; limit: number },
): Promise<Timer[]> {
  return preparedByText<Timer>(
    tx,
    `${timers} and ($2::int is null or r.staff_id = $2) and r.id > $3 order by r.id limit $4`,
    [tx.firmId, staffId, afterId, limit],
  );
}

/** `lock` keeps it from being stopped twice. */
export async function findTimer(
  tx: Tx,
  by: { id: number } | { staffId: number },
  { lock = false } = {},
): Promise<Timer | undefined> {
  const [condition, value] = 'id' in by ? ['r.id = $2', by.id] : ['r.staff_id = $2', by.staffId];
  const text = `${timers} and ${condition}${lock ? ' for update of r' : ''}`;
  const [timer] = await readByKey<Timer>(tx, text, [tx.firmId, value]);
  return timer;
}

/** Undefined when the staff member has one that runs. */
export async function insertTimer(
  tx: Tx,
  { staffId, jobId, jobTaskId, note, billable, startedAt }: TimerContent & { readonly staffId: number },
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(
    `insert into timer (firm_id, staff_id, job_id, job_task_id, note, billable, started_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict on constraint timer_of_staff do nothing returning id`,
    [tx.firmId, staffId, jobId, jobTaskId, note, billable, startedAt],
  );
  return row?.id;
}

export async function updateTimer(tx: Tx, id: number, to: TimerContent): Promise<void> {
  await tx.query(
    `update timer set job_id = $3, job_task_id = $4, note = $5, billable = $6, started_at = $7, version = version + 1
     where firm_id = $1 and id = $2`,
    [tx.firmId, id, to.jobId, to.jobTaskId, to.note, to.billable, to.startedAt],
  );
}

export async function deleteTimer(tx: Tx, id: number): Promise<void> {
  await tx.query('delete from timer where firm_id = $1 and id = $2', [tx.firmId, id]);
}

export type EntryAlike = {
  readonly id: bigint;
  readonly version: number;
  readonly workedOn: CivilDate;
  readonly minutes: number;
};

/** The newest entry of each day that says the same as the timer, so that its minutes can be added there. */
export function findEntriesAlike(
  tx: Tx,
  { staffId, jobTaskId, note, billable }: Timer,
  days: readonly CivilDate[],
): Promise<EntryAlike[]> {
  return tx.query<EntryAlike>(
    `select distinct on (e.worked_on) e.id, e.version, e.worked_on as "workedOn", e.minutes
     from time_entry e join job_task t on t.firm_id = e.firm_id and t.id = e.job_task_id
     where e.firm_id = $1 and e.staff_id = $2 and e.job_task_id = $3 and e.worked_on = any ($4::date[])
       and not e.deleted and e.note is not distinct from $5 and e.billable = coalesce($6, t.billable)
       and e.start_minute is null and e.end_minute is null
     order by e.worked_on, e.id desc`,
    [tx.firmId, staffId, jobTaskId, days, note, billable],
  );
}
