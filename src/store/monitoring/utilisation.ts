// How busy the installation was: a row per process and minute, rolled up to ten minutes, hours and days. Shares and
// sizes are averaged, counts and histograms added up, and of delays, queues and disks the worst is kept.
//
// What must not change: a period is rolled up once, after it is over, from the grain below it; and rows are removed only
// long after the grain above has them.

import type { Queries } from '../database.ts';

export type Grain = 1 | 10 | 60 | 1440;

export type UtilisationSample = {
  readonly host: string;
  readonly role: 'serve' | 'work';
  readonly process: number;
  readonly cpuShare: number;
  readonly memoryUsedBytes: number;
  readonly memoryTotalBytes: number;
  readonly diskUsedBytes: number;
  readonly diskFreeBytes: number;
  readonly processCpuShare: number;
  readonly processMemoryBytes: number;
  readonly eventLoopP99Ms: number;
  readonly requests: number;
  readonly errors: number;
  readonly latencyHistogram: readonly number[];
  readonly queueWaiting: number;
  readonly queueOldestSeconds: number;
  readonly databaseConnections: number;
  readonly databaseBytes: number;
};

const columns = {
  host: 'host',
  role: 'role',
  process: 'process',
  cpuShare: 'cpu_share',
  memoryUsedBytes: 'memory_used_bytes',
  memoryTotalBytes: 'memory_total_bytes',
  diskUsedBytes: 'disk_used_bytes',
  diskFreeBytes: 'disk_free_bytes',
  processCpuShare: 'process_cpu_share',
  processMemoryBytes: 'process_memory_bytes',
  eventLoopP99Ms: 'event_loop_p99_ms',
  requests: 'requests',
  errors: 'errors',
  latencyHistogram: 'latency_histogram',
  queueWaiting: 'queue_waiting',
  queueOldestSeconds: 'queue_oldest_seconds',
  databaseConnections: 'database_connections',
  databaseBytes: 'database_bytes',
} as const satisfies Record<keyof UtilisationSample, string>;

const whole = new Set<keyof UtilisationSample>([
  'memoryUsedBytes',
  'memoryTotalBytes',
  'diskUsedBytes',
  'diskFreeBytes',
  'processMemoryBytes',
  'queueOldestSeconds',
  'databaseBytes',
]);

/** Keeps what a process saw in the minute that is over. The database's clock decides which, unless one is given. */
export async function keepSample(tx: Queries, sample: UtilisationSample, at?: string): Promise<void> {
  const fields = Object.keys(columns) as (keyof UtilisationSample)[];
  const values = fields.map((field) => {
    const value = sample[field];
    return whole.has(field) ? Math.round(value as number) : value;
  });
  await tx.query(
    `insert into utilisation (grain, minutes, begins_at, ${fields.map((field) => columns[field]).join(', ')})
     values (1, 1, date_trunc('minute', coalesce($1::timestamptz, now()) - interval '1 second'),
       ${fields.map((_, index) => `$${index + 2}`).join(', ')})
     on conflict do nothing`,
    [at ?? null, ...values],
  );
}

/** Which grain is made of which, the finest first, and for how many hours each is kept. */
const grains: readonly { readonly grain: Grain; readonly from: Grain | null; readonly hours: number }[] = [
  { grain: 1, from: null, hours: 26 },
  { grain: 10, from: 1, hours: 8 * 24 },
  { grain: 60, from: 10, hours: 62 * 24 },
  { grain: 1440, from: 60, hours: 800 * 24 },
];

const routeHours: Readonly<Record<number, number>> = { 60: 8 * 24, 1440: 400 * 24 };

/** Any fixed number will do; it must differ from other locks in the same database. */
const maintenanceLock = 7_305_401_552_332n;

/** Rolls up what is over and removes what is old. One process at a time; false when another is at it. */
export async function maintainUtilisation(tx: Queries, at?: string): Promise<boolean> {
  const [lock] = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
    maintenanceLock,
  ]);
  if (lock?.mine !== true) return false;
  for (const { grain, from } of grains) if (from !== null) await rollUp(tx, { grain, from, at });
  for (const { grain, hours } of grains) {
    await tx.query(
      `delete from utilisation
       where grain = $1 and begins_at < coalesce($2::timestamptz, now()) - $3 * interval '1 hour'`,
      [grain, at ?? null, hours],
    );
  }
  for (const [grain, hours] of Object.entries(routeHours)) {
    await tx.query(
      `delete from route_load
       where grain = $1 and begins_at < coalesce($2::timestamptz, now()) - $3 * interval '1 hour'`,
      [grain, at ?? null, hours],
    );
  }
  return true;
}

const periodBegin = `date_bin($1::smallint * interval '1 minute', begins_at, '2000-01-01T00:00:00Z')`;

/** Processes of one role on one host are added up minute by minute, and then the minutes of a period put together. */
async function rollUp(
  tx: Queries,
  { grain, from, at }: { grain: Grain; from: Grain; at: string | undefined },
): Promise<void> {
  await tx.query(
    `insert into utilisation (grain, begins_at, host, role, process, minutes, cpu_share, memory_used_bytes,
       memory_total_bytes, disk_used_bytes, disk_free_bytes, process_cpu_share, process_memory_bytes,
       event_loop_p99_ms, requests, errors, latency_histogram, queue_waiting, queue_oldest_seconds,
       database_connections, database_bytes)
     select $1, ${periodBegin}, host, role, 0, sum(minutes),
       sum(cpu_share * minutes) / sum(minutes), sum(memory_used_bytes * minutes) / sum(minutes),
       max(memory_total_bytes), max(disk_used_bytes), min(disk_free_bytes),
       sum(process_cpu_share * minutes) / sum(minutes), sum(process_memory_bytes * minutes) / sum(minutes),
       max(event_loop_p99_ms), sum(requests), sum(errors), sum_histograms(latency_histogram), max(queue_waiting),
       max(queue_oldest_seconds), max(database_connections), max(database_bytes)
     from (
       select begins_at, host, role, max(minutes) as minutes, max(cpu_share) as cpu_share,
         max(memory_used_bytes) as memory_used_bytes, max(memory_total_bytes) as memory_total_bytes,
         max(disk_used_bytes) as disk_used_bytes, min(disk_free_bytes) as disk_free_bytes,
         sum(process_cpu_share) as process_cpu_share, sum(process_memory_bytes) as process_memory_bytes,
         max(event_loop_p99_ms) as event_loop_p99_ms, sum(requests) as requests, sum(errors) as errors,
         sum_histograms(latency_histogram) as latency_histogram, max(queue_waiting) as queue_waiting,
         max(queue_oldest_seconds) as queue_oldest_seconds,
         max(database_connections) as database_connections, max(database_bytes) as database_bytes
       from utilisation
       where grain = $2
         and begins_at >= coalesce(
           (select max(begins_at) + $1::smallint * interval '1 minute' from utilisation where grain = $1),
           '-infinity')
         -- The last samples of a period arrive a moment after it is over.
         and begins_at < date_bin($1::smallint * interval '1 minute',
           coalesce($3::timestamptz, now()) - interval '90 seconds', '2000-01-01T00:00:00Z')
       group by begins_at, host, role) as together
     group by ${periodBegin}, host, role
     on conflict do nothing`,
    [grain, from, at ?? null],
  );
}

/** What was going on in a period, on one host; figures of all its processes together. */
export type HostUtilisation = {
  readonly beginsAt: string;
  readonly host: string;
  readonly cpuShare: number;
  readonly memoryUsedBytes: bigint;
  readonly memoryTotalBytes: bigint;
  readonly diskUsedBytes: bigint;
  readonly diskFreeBytes: bigint;
  readonly processCpuShare: number;
  readonly processMemoryBytes: bigint;
  readonly eventLoopP99Ms: number;
  readonly requests: bigint;
  readonly errors: bigint;
  readonly latencyHistogram: readonly number[];
  readonly queueWaiting: number;
  readonly queueOldestSeconds: number;
  readonly databaseConnections: number;
  readonly databaseBytes: bigint;
};

/** Per period and host, the oldest first, from the beginning of the first period up to the end. */
export function readUtilisation(
  tx: Queries,
  { grain, from, to }: { grain: Grain; from: string; to: string },
): Promise<HostUtilisation[]> {
  return tx.query<HostUtilisation>(
    `select begins_at as "beginsAt", host, max(cpu_share) as "cpuShare",
       max(memory_used_bytes) as "memoryUsedBytes", max(memory_total_bytes) as "memoryTotalBytes",
       max(disk_used_bytes) as "diskUsedBytes", min(disk_free_bytes) as "diskFreeBytes",
       sum(process_cpu_share)::real as "processCpuShare", sum(process_memory_bytes)::bigint as "processMemoryBytes",
       max(event_loop_p99_ms) as "eventLoopP99Ms", sum(requests)::bigint as requests, sum(errors)::bigint as errors,
       sum_histograms(latency_histogram) as "latencyHistogram", max(queue_waiting) as "queueWaiting",
       max(queue_oldest_seconds) as "queueOldestSeconds", max(database_connections) as "databaseConnections",
       max(database_bytes) as "databaseBytes"
     from utilisation
     where grain = $1 and begins_at >= date_bin($1::smallint * interval '1 minute', $2::timestamptz, '2000-01-01T00:00:00Z')
       and begins_at < $3
     group by begins_at, host order by begins_at, host`,
    [grain, from, to],
  );
}
