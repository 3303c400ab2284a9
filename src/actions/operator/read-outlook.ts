// Where disks, memory, the database and the load are heading.

import { daysOf, hoursBefore, secondsBetween } from '#core/monitoring/moments.ts';
import { daysUntilFull, slopePerDay } from '#core/monitoring/trend.ts';
import type { Database } from '#store/database.ts';
import { readUtilisation, type HostUtilisation } from '#store/monitoring/utilisation.ts';
import { latencyOf, percentilesOf } from './read-utilisation.ts';

const trendHours = 30 * 24;
const weekHours = 7 * 24;
const weeksShown = 8;
/** Every so many hours a point: more would change no slope. */
const pointEvery = 6;

/** From the hours of the last eight weeks; slopes from those of the last thirty days. */
export async function readOutlook(database: Database, now: string) {
  const rows = await database.asInstallation(
    (tx) => readUtilisation(tx, { grain: 60, from: hoursBefore(now, weeksShown * weekHours), to: now }),
    { readOnly: true },
  );
  const since = hoursBefore(now, trendHours);
  const recent = rows.filter(({ beginsAt }) => secondsBetween(since, beginsAt) >= 0);
  const byHost = [...Map.groupBy(recent, ({ host }) => host)];
  const last = recent.at(-1);
  return {
    disks: byHost.map(([host, ofHost]) => ({ host, ...diskOf(ofHost) })),
    memory: byHost.map(([host, ofHost]) => ({ host, ...memoryOf(ofHost) })),
    database: {
      bytes: last === undefined ? null : Number(last.databaseBytes),
      growthBytesPerDay: slopeOf(byHost[0]?.[1] ?? [], ({ databaseBytes }) => Number(databaseBytes)),
    },
    load: loadOf(rows, now),
  };
}

function diskOf(ofHost: readonly HostUtilisation[]) {
  const last = ofHost.at(-1)!;
  const growth = slopeOf(ofHost, ({ diskUsedBytes }) => Number(diskUsedBytes));
  const freeBytes = Number(last.diskFreeBytes);
  return {
    at: last.beginsAt,
    usedBytes: Number(last.diskUsedBytes),
    freeBytes,
    growthBytesPerDay: growth,
    daysUntilFull: daysUntilFull(freeBytes, growth),
  };
}

function memoryOf(ofHost: readonly HostUtilisation[]) {
  const last = ofHost.at(-1)!;
  const growth = slopeOf(ofHost, ({ memoryUsedBytes }) => Number(memoryUsedBytes));
  const usedBytes = Number(last.memoryUsedBytes);
  const totalBytes = Number(last.memoryTotalBytes);
  return {
    at: last.beginsAt,
    usedBytes,
    totalBytes,
    growthBytesPerDay: growth,
    daysUntilFull: daysUntilFull(totalBytes - usedBytes, growth),
  };
}

function slopeOf(rows: readonly HostUtilisation[], pick: (row: HostUtilisation) => number): number | null {
  const points = rows
    .filter((_, index) => index % pointEvery === 0 || index === rows.length - 1)
    .map((row) => ({ day: daysOf(row.beginsAt), value: pick(row) }));
  const slope = slopePerDay(points);
  return slope === null ? null : Math.round(slope);
}

/** Week by week up to now, the oldest first; those of which nothing is known are left out. */
function loadOf(rows: readonly HostUtilisation[], now: string) {
  const weeks = Array.from({ length: weeksShown }, (_, index) => {
    const weeksAgo = weeksShown - index;
    const from = hoursBefore(now, weeksAgo * weekHours);
    const to = hoursBefore(now, (weeksAgo - 1) * weekHours);
    return weekOf(
      rows.filter(({ beginsAt }) => secondsBetween(from, beginsAt) >= 0 && secondsBetween(beginsAt, to) > 0),
      from,
    );
  });
  return {
    requestsLastWeek: weeks.at(-1)!.requests,
    requestsWeekBefore: weeks.at(-2)!.requests,
    weeks: weeks.filter(({ peakAt }) => peakAt !== null),
  };
}

const hourSeconds = 3_600;

/** The busiest hour is the one with the most requests, of all hosts together. */
function weekOf(rows: readonly HostUtilisation[], from: string) {
  const hours = [...Map.groupBy(rows, ({ beginsAt }) => beginsAt)].map(([at, ofHour]) => ({
    at,
    requests: ofHour.reduce((sum, { requests }) => sum + Number(requests), 0),
  }));
  const peak = hours.toSorted((one, other) => other.requests - one.requests)[0];
  return {
    from,
    requests: hours.reduce((sum, { requests }) => sum + requests, 0),
    peakAt: peak?.at ?? null,
    peakPerSecond: peak === undefined ? 0 : Math.round((peak.requests / hourSeconds) * 100) / 100,
    latencyP95Ms: percentilesOf(latencyOf(rows)).latencyP95Ms,
  };
}
