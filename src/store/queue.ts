// The queue of routines, as the rest of the program sees it. A firm's own work goes in through `queueRoutines`, in the
// transaction of whatever causes it: it is queued when that is committed, and not otherwise.
//
// The queue locks what a worker is busy with under the worker's id, and by itself would hold it for hours after the
// worker was killed. So a worker holds a lock of a session as long as it lives, says every few seconds that it is there, and
// takes the locks off of those who are gone. A worker that merely lost its connections may then find its work done by
// another: routines have to bear that.

import type pg from 'pg';
import type { Queries, Tx } from './database.ts';
import { hearAll, listenTo } from './silence.ts';

/** What workers can do, for a firm or for the installation itself. */
export const routineNames = ['sendMail', 'runBillingChunk', 'sendPasswordReset', 'sendAccountMail'] as const;
export type RoutineName = (typeof routineNames)[number];

/** Breaks the connections of a worker to its queue where nothing is heard of a statement for so long. */
export function hearOfQueue(pool: pg.Pool, patienceMs: number): void {
  listenTo(pool);
  hearAll(pool, patienceMs);
}

/** Twelve attempts at growing intervals are most of a day; then the routine is told that there is no further one. */
export const routineAttemptsMax = 12;

/** What a routine is handed: whose work it is, and the id of what it is about. The firm 0 is the installation itself. */
export type Subject = { readonly firmId: number; readonly id: number };

export async function queueRoutines(tx: Tx, routine: RoutineName, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('select queue_routines($1, $2, $3)', [routine, ids, routineAttemptsMax]);
}

/** As queueRoutines, for what is above all firms. */
export async function queueForInstallation(tx: Queries, routine: RoutineName, id: number): Promise<void> {
  await tx.query(
    `select graphile_worker.add_job($1, json_build_object('firmId', 0, 'id', $2::int), max_attempts := $3,
       job_key := $1 || ':0:' || $2)`,
    [routine, id, routineAttemptsMax],
  );
}

/** Says that a worker is there. */
export async function reportWorker(
  tx: Queries,
  worker: { readonly id: string; readonly description: string },
): Promise<void> {
  await tx.query(
    `insert into worker (id, description) values ($1, $2)
     on conflict (id) do update set seen_at = now()`,
    [worker.id, worker.description],
  );
}

/** Where a worker says by a lock of its session that it lives; on any connection, outside of transactions. */
type Session = { query(sql: string, params: unknown[]): Promise<unknown> };

export async function enterPresence(session: Session, id: string): Promise<void> {
  await session.query(`select pg_advisory_lock(hashtextextended('worker ' || $1, 0))`, [id]);
}

export async function leavePresence(session: Session, id: string): Promise<void> {
  await session.query(`select pg_advisory_unlock(hashtextextended('worker ' || $1, 0))`, [id]);
}

export type Patience = { readonly silentForMs: number; readonly absentForMs: number };

/**
 * Gives back what workers were busy with that are gone: those that have neither been seen for a while nor are present, and
 * those that have been silent for long. What has a successor in the queue and failed nevertheless is given up by nobody: it
 * goes. When PostgreSQL itself was away, they get as long again to come back. A worker
 * takes its first work a moment before it is first seen, so what was taken just now by a stranger is left alone.
 */
export async function releaseGoneWorkers(
  tx: Queries,
  { silentForMs, absentForMs }: Patience,
): Promise<string[]> {
  const gone = await tx.query<{ id: string }>(
    `with gone as (
       delete from worker w
       where seen_at < now() - $1 * interval '1 millisecond'
         or (greatest(seen_at, pg_postmaster_start_time()) < now() - $2 * interval '1 millisecond'
           and not exists (
             select 1 from pg_locks l
             where l.locktype = 'advisory' and l.granted and l.objsubid = 1
               and l.database = (select oid from pg_database where datname = current_database())
               and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('worker ' || w.id, 0)))
       returning w.id)
     select id from gone
     union
     select distinct locked_by from graphile_worker.jobs
     where locked_at < now() - $1 * interval '1 millisecond' and locked_by not in (select id from worker)
     order by 1`,
    [silentForMs, absentForMs],
  );
  const ids = gone.map(({ id }) => id);
  await releaseWorkers(tx, ids);
  await tx.query('delete from graphile_worker._private_jobs where key is null and locked_at is null');
  return ids;
}

/**
 * What they were busy with is for others, under a new id: whoever was only thought to be gone takes it out of the queue by the
 * old one, also when it has been queued again since. A routine that was queued again while it ran lost its key to its successor
 * and is not tried again; whoever ran it would have taken it out, so that is done for them.
 */
export async function releaseWorkers(tx: Queries, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update graphile_worker._private_jobs set id = default, locked_at = null, locked_by = null
     where locked_by = any ($1) and key is not null`,
    [ids],
  );
  const superseded = await tx.query<{ id: bigint }>(
    'select id from graphile_worker.jobs where locked_by = any ($1) and key is null',
    [ids],
  );
  await tx.query('select graphile_worker.force_unlock_workers($1)', [ids]);
  await tx.query('select graphile_worker.complete_jobs($1)', [superseded.map(({ id }) => id)]);
}

/**
 * What a worker took without ever hearing of it, because its connection was lost at that moment: locked for it, and not among
 * what it has in hand.
 */
export async function releaseUnheard(
  tx: Queries,
  {
    id,
    inHand,
    takenForMs,
  }: { readonly id: string; readonly inHand: readonly string[]; readonly takenForMs: number },
): Promise<number> {
  const rows = await tx.query(
    `update graphile_worker._private_jobs set id = default, locked_at = null, locked_by = null
     where locked_by = $1 and id <> all ($2::bigint[]) and locked_at < now() - $3 * interval '1 millisecond'
     returning 1`,
    [id, inHand, takenForMs],
  );
  return rows.length;
}

/** A worker leaves, with nothing in its hands. */
export async function removeWorker(tx: Queries, id: string): Promise<void> {
  await tx.query('delete from worker where id = $1', [id]);
}

/** Whether a routine of a kind is due and not begun. */
export async function isRoutineWaiting(tx: Queries, routine: RoutineName): Promise<boolean> {
  const rows = await tx.query(
    `select from graphile_worker.jobs
     where task_identifier = $1 and locked_at is null and attempts < max_attempts and run_at <= now() limit 1`,
    [routine],
  );
  return rows.length > 0;
}

export type QueueState = {
  readonly routines: readonly {
    readonly routine: string;
    /** Due and not begun. */
    readonly waiting: number;
    readonly running: number;
    /** Tried before, and to be tried again later. */
    readonly postponed: number;
    /** Of all of these, those that were tried six times, for ten minutes and more. */
    readonly failing: number;
    /** Tried as often as they may be: a defect, for routines end by themselves. */
    readonly givenUp: number;
    /** Since when the longest is due that was not begun. */
    readonly waitingSince: string | null;
  }[];
  readonly workers: readonly {
    readonly id: string;
    readonly description: string;
    readonly startedAt: string;
    readonly seenAt: string;
  }[];
};

/** How much there is to do and who does it, over all firms. */
export async function readQueue(tx: Queries): Promise<QueueState> {
  const [routines, workers] = await Promise.all([
    tx.query<QueueState['routines'][number]>(
      `select task_identifier as routine,
         count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= now())::int as waiting,
         count(*) filter (where locked_at is not null)::int as running,
         count(*) filter (where locked_at is null and attempts < max_attempts and run_at > now())::int as postponed,
         count(*) filter (where attempts >= 6 and attempts < max_attempts)::int as failing,
         count(*) filter (where locked_at is null and attempts >= max_attempts)::int as "givenUp",
         min(run_at) filter (where locked_at is null and attempts < max_attempts and run_at <= now())
           as "waitingSince"
       from graphile_worker.jobs group by task_identifier order by task_identifier`,
    ),
    tx.query<QueueState['workers'][number]>(
      `select id, description, started_at as "startedAt", seen_at as "seenAt" from worker order by started_at, id`,
    ),
  ]);
  return { routines, workers };
}

/** Routines of a kind that failed alike, and are to be tried again or were given up. */
export type QueueFailure = {
  readonly routine: string;
  /** What they said last: its first line, without addresses, which are nobody's concern here. */
  readonly error: string;
  readonly count: number;
  readonly givenUp: number;
  /** When the first of them was queued. */
  readonly since: string;
  /** How often that was tried which was tried most. */
  readonly attempts: number;
  /** When the next of them is tried; null where all were given up. */
  readonly nextAt: string | null;
};

const failuresMax = 50;

/** What failed and is still in the queue, over all firms, most often tried first. */
export function readQueueFailures(tx: Queries): Promise<QueueFailure[]> {
  return tx.query<QueueFailure>(
    `select task_identifier as routine,
       left(regexp_replace(split_part(last_error, E'\\n', 1), '[^\\s<>"]+@[^\\s<>",;:]+', '…', 'g'), 300) as error,
       count(*)::int as count,
       count(*) filter (where locked_at is null and attempts >= max_attempts)::int as "givenUp",
       min(created_at) as since, max(attempts)::int as attempts,
       min(run_at) filter (where locked_at is not null or attempts < max_attempts) as "nextAt"
     from graphile_worker.jobs where last_error is not null and key is not null
     group by 1, 2 order by max(attempts) desc, min(created_at), 1, 2 limit $1`,
    [failuresMax],
  );
}
