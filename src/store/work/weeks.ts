// What a week of somebody is made of: their entries with names, and whether the week is done.

import type { CivilDate, Weekday } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

export type WeekSettings = {
  readonly timeZone: string;
  readonly weekStartsOn: Weekday;
  readonly futureDaysMax: number;
  readonly firmMinutesPerDay: number;
  readonly weeksAreSubmitted: boolean;
  readonly staff: { readonly id: number; readonly name: string; readonly active: boolean };
  /** From Monday to Sunday; null for the firm's days. */
  readonly ownMinutes: readonly number[] | null;
};

/** Undefined when the firm has no such staff member. */
export async function readWeekSettings(tx: Tx, staffId: number): Promise<WeekSettings | undefined> {
  const [row] = await readByKey<Omit<WeekSettings, 'staff'> & { id: number; name: string; active: boolean }>(
    tx,
    `select f.time_zone as "timeZone", f.week_starts_on as "weekStartsOn", f.future_days_max as "futureDaysMax",
       f.working_minutes_per_day as "firmMinutesPerDay", f.weeks_are_submitted as "weeksAreSubmitted",
       s.id, s.name, s.active, s.working_minutes as "ownMinutes"
     from staff s join firm f on f.id = s.firm_id where s.firm_id = $1 and s.id = $2`,
    [tx.firmId, staffId],
  );
  if (row === undefined) return undefined;
  const { id, name, active, ...settings } = row;
  return { ...settings, staff: { id, name, active } };
}

/** A task of a job, as one row of a week. */
export type WorkRow = {
  readonly jobId: number;
  readonly jobNumber: string;
  readonly jobName: string;
  readonly clientName: string;
  readonly jobTaskId: number;
  readonly taskName: string;
  /** Whether time on it is billable unless said. */
  readonly taskIsBillable: boolean;
  readonly completedOn: CivilDate | null;
};

export const rowColumns = `j.id as "jobId", j.number as "jobNumber", j.name as "jobName", c.name as "clientName",
  t.id as "jobTaskId", t.name as "taskName", t.billable as "taskIsBillable", t.completed_on as "completedOn"`;

export type WeekEntry = WorkRow & {
  readonly id: bigint;
  readonly version: number;
  readonly workedOn: CivilDate;
  readonly minutes: number;
  readonly billable: boolean;
  readonly note: string | null;
};

/** Somebody's entries of these days, as rows are shown: by client, job and task, then by day. */
export function readWeekEntries(
  tx: Tx,
  { staffId, from, to }: { staffId: number; from: CivilDate; to: CivilDate },
): Promise<WeekEntry[]> {
  return tx.prepared<WeekEntry>(
    'week-entries',
    `select e.id, e.version, e.worked_on as "workedOn", e.minutes, e.billable, e.note, ${rowColumns}
     from time_entry e
     join job j on j.firm_id = e.firm_id and j.id = e.job_id
     join client c on c.firm_id = j.firm_id and c.id = j.client_id
     join job_task t on t.firm_id = e.firm_id and t.id = e.job_task_id
     where e.firm_id = $1 and e.staff_id = $2 and e.worked_on between $3 and $4 and not e.deleted
     order by lower(c.name), j.number, t.position, t.id, e.worked_on, e.id`,
    [tx.firmId, staffId, from, to],
  );
}

export type WeekListed = {
  readonly weekStart: CivilDate;
  readonly staffId: number;
  readonly staffName: string;
  readonly minutes: number;
  readonly submittedBy: string | null;
  readonly submittedAt: string | null;
};

/**
 * The weeks in which time was recorded on these days, by first day and staff member. A week is added up only when the page
 * comes to it.
 */
export function listWeeks(
  tx: Tx,
  wanted: {
    readonly from: CivilDate;
    readonly to: CivilDate;
    readonly staffId: number | null;
    /** Only those that are done, or those that are not. */
    readonly submitted: boolean | null;
    readonly after: readonly [CivilDate, number] | null;
    readonly limit: number;
  },
): Promise<WeekListed[]> {
  return tx.query<WeekListed>(
    `select w.week_start as "weekStart", e.staff_id as "staffId", s.name as "staffName", e.minutes,
       a.name as "submittedBy", d.submitted_at as "submittedAt"
     from (
       select b.first_day + 7 * place as week_start
       from (
         select n.day - (extract(isodow from n.day)::int - f.week_starts_on + 7) % 7 as first_day
         from firm f, greatest($2::date, $6::date) as n (day) where f.id = $1
       ) b
       cross join generate_series(0, ($3::date - b.first_day) / 7) as place
       order by 1 offset 0
     ) w
     cross join lateral (
       select t.staff_id, sum(t.minutes)::int as minutes
       from time_entry t
       where t.firm_id = $1 and not t.deleted and ($4::int is null or t.staff_id = $4)
         and t.worked_on between greatest($2, w.week_start) and least($3, w.week_start + 6)
       group by 1 offset 0
     ) e
     join staff s on s.firm_id = $1 and s.id = e.staff_id
     left join week_submission d on d.firm_id = $1 and d.staff_id = e.staff_id and d.week_start = w.week_start
       and d.reopened_at is null
     left join actor a on a.firm_id = $1 and a.id = d.actor_id
     where ($5::boolean is null or (d.id is not null) = $5)
       and ($6::date is null or (w.week_start, e.staff_id) > ($6, $7::int))
     order by 1, 2 limit $8`,
    [
      tx.firmId,
      wanted.from,
      wanted.to,
      wanted.staffId,
      wanted.submitted,
      wanted.after?.[0] ?? null,
      wanted.after?.[1] ?? null,
      wanted.limit,
    ],
  );
}

export type WeekSubmission = {
  readonly id: number;
  readonly version: number;
  /** What the week came to when it was said to be done. */
  readonly minutes: number;
  readonly submittedBy: string;
  readonly submittedAt: string;
};

type WeekKey = { readonly staffId: number; readonly weekStart: CivilDate };

/** That the week is done; undefined while it is open. */
export async function readSubmission(
  tx: Tx,
  { staffId, weekStart }: WeekKey,
): Promise<WeekSubmission | undefined> {
  const [row] = await tx.prepared<WeekSubmission>(
    'week-submission',
    `select w.id, w.version, w.minutes, a.name as "submittedBy", w.submitted_at as "submittedAt"
     from week_submission w join actor a on a.firm_id = w.firm_id and a.id = w.actor_id
     where w.firm_id = $1 and w.staff_id = $2 and w.week_start = $3 and w.reopened_at is null`,
    [tx.firmId, staffId, weekStart],
  );
  return row;
}

/** False when the week is done already. */
export async function insertSubmission(
  tx: Tx,
  { staffId, weekStart, minutes, actorId, at }: WeekKey & { minutes: number; actorId: number; at: string },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into week_submission (firm_id, staff_id, week_start, minutes, actor_id, submitted_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (firm_id, staff_id, week_start) where reopened_at is null do nothing returning id`,
    [tx.firmId, staffId, weekStart, minutes, actorId, at],
  );
  return rows.length === 1;
}

/** False when it was reopened meanwhile. */
export async function reopenSubmission(
  tx: Tx,
  { id, version, actorId, at }: { id: number; version: number; actorId: number; at: string },
): Promise<boolean> {
  const rows = await tx.query(
    `update week_submission set reopener_id = $4, reopened_at = $5, version = version + 1
     where firm_id = $1 and id = $2 and version = $3 and reopened_at is null returning id`,
    [tx.firmId, id, version, actorId, at],
  );
  return rows.length === 1;
}
