// How busy the installation was, period by period.

import { percentileMs } from '#core/monitoring/histogram.ts';
import { hoursBefore, secondsBetween } from '#core/monitoring/moments.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { readUtilisation, type Grain, type HostUtilisation } from '#store/monitoring/utilisation.ts';
import { readRouteLoads } from '#store/monitoring/route-load.ts';

export type Step = 'minute' | 'tenMinutes' | 'hour' | 'day';

const grainOf: Readonly<Record<Step, Grain>> = { minute: 1, tenMinutes: 10, hour: 60, day: 1440 };

const periodsMax = 2_000;
const usualPeriods = 400;
/** How long ago each is still kept, from the finest. */
const keptHours: Readonly<Record<Step, number>> = { minute: 25, tenMinutes: 190, hour: 1_480, day: Infinity };

export type Stretch = { readonly from: string; readonly to: string };

export type Asked = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly hours?: number | undefined;
};

/** A stretch of time, which ends now and lasts so many hours unless said otherwise. */
export function stretchOf(asked: Asked, now: string, hours: number): Result<Stretch> {
  const to = asked.to ?? now;
  const from = asked.from ?? hoursBefore(to, asked.hours ?? hours);
  if (secondsBetween(from, to) > 0) return done({ from, to });
  return refuse('invalidRequest', 'The stretch ends before it begins.', {
    field: 'from',
    value: from,
    accepted: `a moment before ${to}`,
  });
}

export async function readUtilisationOf(
  database: Database,
  now: string,
  asked: Asked & { readonly step?: Step | undefined },
) {
  const stretch = stretchOf(asked, now, 1);
  if (!stretch.ok) return stretch;
  const step = asked.step ?? usualStep(stretch.value, now);
  const grain = grainOf[step];
  const periods = secondsBetween(stretch.value.from, stretch.value.to) / 60 / grain;
  if (periods > periodsMax)
    return refuse('invalidRequest', `That is more than ${periodsMax} periods.`, {
      field: 'step',
      value: step,
      accepted: 'a longer step or a shorter stretch',
    });
  const rows = await database.asInstallation((tx) => readUtilisation(tx, { grain, ...stretch.value }), {
    readOnly: true,
  });
  const byPeriod = Map.groupBy(rows, ({ beginsAt }) => beginsAt);
  return done({ ...stretch.value, step, items: [...byPeriod.values()].map(periodOf) });
}

function usualStep({ from, to }: Stretch, now: string): Step {
  const minutes = secondsBetween(from, to) / 60;
  const hoursAgo = secondsBetween(from, now) / 3_600;
  const steps: readonly Step[] = ['minute', 'tenMinutes', 'hour', 'day'];
  return (
    steps.find((step) => minutes / grainOf[step] <= usualPeriods && hoursAgo <= keptHours[step]) ?? 'day'
  );
}

/** Figures of the installation stand in the rows of all hosts; figures of processes add up. */
function periodOf(rows: readonly HostUtilisation[]) {
  const histogram = latencyOf(rows);
  const sum = (pick: (row: HostUtilisation) => bigint | number) =>
    rows.reduce((total, row) => total + Number(pick(row)), 0);
  const most = (pick: (row: HostUtilisation) => bigint | number) =>
    Math.max(...rows.map((row) => Number(pick(row))));
  return {
    at: rows[0]!.beginsAt,
    requests: sum(({ requests }) => requests),
    errors: sum(({ errors }) => errors),
    ...percentilesOf(histogram),
    eventLoopP99Ms: most(({ eventLoopP99Ms }) => eventLoopP99Ms),
    processCpuCores: sum(({ processCpuShare }) => processCpuShare),
    processMemoryBytes: sum(({ processMemoryBytes }) => processMemoryBytes),
    queueWaiting: most(({ queueWaiting }) => queueWaiting),
    queueOldestSeconds: most(({ queueOldestSeconds }) => queueOldestSeconds),
    databaseConnections: most(({ databaseConnections }) => databaseConnections),
    databaseBytes: most(({ databaseBytes }) => databaseBytes),
    hosts: rows.map((row) => ({
      host: row.host,
      cpuShare: row.cpuShare,
      memoryUsedBytes: Number(row.memoryUsedBytes),
      memoryTotalBytes: Number(row.memoryTotalBytes),
      diskUsedBytes: Number(row.diskUsedBytes),
      diskFreeBytes: Number(row.diskFreeBytes),
      requests: Number(row.requests),
      errors: Number(row.errors),
      latencyP95Ms: percentilesOf(row.latencyHistogram).latencyP95Ms,
      eventLoopP99Ms: row.eventLoopP99Ms,
    })),
  };
}

/** Of all rows together. */
export function latencyOf(rows: readonly HostUtilisation[]): number[] {
  const total: number[] = [];
  for (const { latencyHistogram } of rows) {
    for (const [bucket, count] of latencyHistogram.entries()) total[bucket] = (total[bucket] ?? 0) + count;
  }
  return total;
}

export function percentilesOf(histogram: readonly number[]) {
  const at = (share: number) => {
    const ms = percentileMs(histogram, share);
    return ms === null ? null : Math.round(ms * 10) / 10;
  };
  return { latencyP50Ms: at(0.5), latencyP95Ms: at(0.95), latencyP99Ms: at(0.99) };
}

/** The routes that took the most time. */
export async function readSlowRoutes(
  database: Database,
  now: string,
  asked: Asked & { readonly limit: number },
) {
  const stretch = stretchOf(asked, now, 24);
  if (!stretch.ok) return stretch;
  const loads = await database.asInstallation(
    (tx) => readRouteLoads(tx, { ...stretch.value, limit: asked.limit }),
    { readOnly: true },
  );
  const items = loads.map(({ route, requests, errors, milliseconds, slowestMs, latencyHistogram }) => ({
    route,
    requests: Number(requests),
    errors: Number(errors),
    totalMs: Number(milliseconds),
    meanMs: Math.round((Number(milliseconds) / Math.max(1, Number(requests))) * 10) / 10,
    ...percentilesOf(latencyHistogram),
    slowestMs,
  }));
  return done({ ...stretch.value, items });
}
