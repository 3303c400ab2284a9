// When servers were there. See core/monitoring/availability.ts for what it comes to.

import { silentSecondsMax, type Span } from '#core/monitoring/availability.ts';
import type { Queries } from '../database.ts';

/** Servers that begin at the same moment begin one span. */
const heartbeatLock = 7_305_401_552_331n;

/** A server is there. */
export async function keepHeartbeat(tx: Queries, at?: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [heartbeatLock]);
  await tx.query(
    `with moment as (select coalesce($1::timestamptz, now()) as at),
     lengthened as (
       update availability set seen_at = greatest(seen_at, moment.at), stopped_at = null from moment
       where began_at = (select max(began_at) from availability)
         and seen_at >= moment.at - $2 * interval '1 second'
       returning began_at)
     insert into availability (began_at, seen_at)
     select at, at from moment where not exists (select from lengthened)`,
    [at ?? null, silentSecondsMax],
  );
}

/** Servers say every ten seconds that they run. */
const runningSecondsMax = 30;

/** A server stops in order, and is no longer in the list of those that run. While another one is there, nothing has stopped. */
export async function keepStop(tx: Queries, at?: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [heartbeatLock]);
  await tx.query(
    `update availability set stopped_at = coalesce($1::timestamptz, now())
     where began_at = (select max(began_at) from availability)
       and not exists (
         select from running_process where role = 'serve' and not draining
           and seen_at > coalesce($1::timestamptz, now()) - $2 * interval '1 second')`,
    [at ?? null, runningSecondsMax],
  );
}

/** Spans that reach into a stretch of time, the oldest first. */
export function readSpans(tx: Queries, { from, to }: { from: string; to: string }): Promise<Span[]> {
  return tx.query<Span>(
    `select began_at as "beganAt", seen_at as "seenAt", stopped_at as "stoppedAt" from availability
     where began_at < $2 and began_at >= coalesce(
       (select max(began_at) from availability where began_at <= $1), '-infinity')
     order by began_at`,
    [from, to],
  );
}
