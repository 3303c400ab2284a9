// What an installation of two servers would have written down by the day of the demo firm: a year of utilisation at each
// step, with a weekly rhythm and a disk that fills; endpoints, recounts, programs, and an outage.

import { bucketOf, histogramLength } from '#core/monitoring/histogram.ts';
import type { Database, Queries } from '#store/database.ts';

const now = '2026-11-18T03:00:00Z';

const histogram = (ms: readonly number[]) => {
  const counts = Array<number>(histogramLength).fill(0);
  for (const each of ms) counts[bucketOf(each)]! += 40;
  return counts;
};

/** Minutes of a row, and over how many hours there are such rows. */
const steps = [
  [1, 3],
  [10, 30],
  [60, 60 * 24],
  [1440, 364 * 24],
] as const;

export async function furnishMonitoring(database: Database): Promise<void> {
  await database.asInstallation(async (tx) => {
    for (const [minutes, hours] of steps) {
      for (const [place, host] of ['web1', 'web2'].entries())
        await addHistory(tx, { minutes, hours, host, place });
    }
    await addRoutes(tx);
    await tx.query(
      `insert into operation (kind, started_at, ended_at, outcome, detail)
       values ('verify', $1::timestamptz - interval '23 hours', $1::timestamptz - interval '22 hours 58 minutes',
         'succeeded', '{"firms": 3, "differences": 0, "seconds": 112.4}')`,
      [now],
    );
    await tx.query(
      `insert into operation (kind, started_at, seen_at)
       values ('restoreDrill', $1::timestamptz - interval '9 hours', $1::timestamptz - interval '8 hours 51 minutes')`,
      [now],
    );
    await tx.query(
      `insert into availability (began_at, seen_at, stopped_at) values
         ('2026-07-01T00:00:00Z', '2026-10-02T09:12:00Z', null),
         ('2026-10-02T09:31:00Z', '2026-11-11T01:00:00Z', '2026-11-11T01:00:00Z'),
         ('2026-11-11T01:04:00Z', $1, null)`,
      [now],
    );
    await tx.query(
      `insert into running_process (host, process, role, version, started_at, seen_at, draining, does) values
         ('web1', 812, 'serve', '1.0.0', '2026-11-11T01:04:00Z', $1, false, '{}'),
         ('web2', 907, 'serve', '1.0.0', '2026-11-11T01:05:00Z', $1, true, '{}'),
         ('web2', 911, 'work', '1.0.0', '2026-11-11T01:05:00Z', $1, false, '{verify}')`,
      [now],
    );
    await addFailures(tx);
  });
}

/** Mails that the mail server does not take, and one routine that was given up. */
async function addFailures(tx: Queries): Promise<void> {
  const refused = 'connect ECONNREFUSED 10.0.0.25:587: the mail server answers nobody';
  const failures = [
    { key: 'sendMail:0:1', error: refused, attempts: 8 },
    { key: 'sendMail:0:2', error: refused, attempts: 7 },
    { key: 'sendPasswordReset:0:1', error: '535 5.7.8 Authentication credentials invalid', attempts: 12 },
  ];
  for (const { key, error, attempts } of failures) {
    await tx.query(
      `select graphile_worker.add_job($1, '{"firmId": 0, "id": 1}', job_key := $2, max_attempts := 12)`,
      [key.split(':')[0], key],
    );
    await tx.query(
      `update graphile_worker._private_jobs set last_error = $2, attempts = $3,
         created_at = $4::timestamptz - interval '5 hours', run_at = $4::timestamptz + interval '20 minutes'
       where key = $1`,
      [key, error, attempts, now],
    );
  }
}

type Asked = { minutes: number; hours: number; host: string; place: number };

/** Busy in working hours, quiet at week-ends; the second server has the fuller disk. */
async function addHistory(tx: Queries, { minutes, hours, host, place }: Asked): Promise<void> {
  await tx.query(
    `insert into utilisation (grain, begins_at, host, role, process, minutes, cpu_share, memory_used_bytes,
       memory_total_bytes, disk_used_bytes, disk_free_bytes, process_cpu_share, process_memory_bytes,
       event_loop_p99_ms, requests, errors, latency_histogram, queue_waiting, queue_oldest_seconds,
       database_connections, database_bytes)
     select $1, at, $2, 'serve', 0, $1, 0.05 + 0.5 * busy, 3e9 + 1.5e9 * busy + 1e5 * days, 8e9,
       1e11 * (1 + 0.5 * $4::int) + 8e8 * days, 1e11 - 0.93e11 * $4::int - 8e8 * (days - 364), 0.3 * busy, 3e8,
       8 + 30 * busy, (60 * busy * $1 * 12)::bigint, (busy * $1 / 5)::bigint, $5::int[], (4 * busy)::int, (9 * busy)::int,
       10 + 12 * busy, 5e9 + 2e7 * days
     from (
       select at, extract(epoch from at - ($3::timestamptz - interval '364 days')) / 86400 as days,
         greatest(0.02, sin(extract(hour from at) / 24 * 2 * pi() + extract(minute from at) / 200)
           * case when extract(isodow from at) > 5 then 0.1 else 1 end) as busy
       from generate_series(
         date_bin($1::smallint * interval '1 minute', $3::timestamptz - $6::int * interval '1 hour', '2000-01-01T00:00:00Z'),
         $3::timestamptz - $1::smallint * interval '1 minute', $1::smallint * interval '1 minute') as at
       where not at between '2026-10-02T09:12:00Z' and '2026-10-02T09:30:00Z'
     ) as moments`,
    [minutes, host, now, place, histogram([3, 5, 8, 15, 15, 30, 60, 200]), hours],
  );
}

async function addRoutes(tx: Queries): Promise<void> {
  const routes = [
    ['POST /api/v1/time-entries', 41_200, 12, 410_000, 812, [5, 8, 10, 15, 30]],
    ['GET /api/v1/reports/estimated-billings', 3_900, 0, 702_000, 1_950, [75, 150, 200, 300, 750]],
    ['GET /api/v1/jobs', 22_100, 0, 132_600, 240, [3, 5, 7, 8, 20]],
    ['POST /api/v1/invoices/{id}/approval', 310, 2, 46_500, 940, [75, 100, 150, 200, 500]],
  ] as const;
  for (const [route, requests, errors, milliseconds, slowest, times] of routes) {
    await tx.query(
      `insert into route_load (grain, begins_at, route, requests, errors, milliseconds, slowest_ms, latency_histogram)
       values (60, $1::timestamptz - interval '2 hours', $2, $3, $4, $5, $6, $7)`,
      [now, route, requests, errors, milliseconds, slowest, histogram(times)],
    );
  }
}
