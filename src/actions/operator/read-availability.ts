// When the installation was there, for operators, and for a page that a firm can be shown.

import { addDays, today } from '#core/calendar/civil-date.ts';
import { availabilityIn, silentSecondsMax, type Span } from '#core/monitoring/availability.ts';
import { hoursBefore, secondsBetween } from '#core/monitoring/moments.ts';
import { done } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { readSpans } from '#store/monitoring/availability.ts';
import { listIncidents } from '#store/monitoring/incidents.ts';
import { readUtilisation, type HostUtilisation } from '#store/monitoring/utilisation.ts';
import { latencyOf, percentilesOf, stretchOf, type Asked } from './read-utilisation.ts';

export async function readAvailability(database: Database, now: string, asked: Asked) {
  const stretch = stretchOf(asked, now, 90 * 24);
  if (!stretch.ok) return stretch;
  const { from } = stretch.value;
  // What is to come is not known.
  const to = secondsBetween(now, stretch.value.to) > 0 ? now : stretch.value.to;
  const spans = await spansIn(database, { from, to });
  return done(availabilityIn(spans, { from, to }));
}

function spansIn(database: Database, window: { from: string; to: string }): Promise<Span[]> {
  return database.asInstallation((tx) => readSpans(tx, window), { readOnly: true });
}

const daysShown = 90;
const outagesShown = 20;
const stretchesShown = [1, 7, 30, 90, 365];

/** Of so many requests, more errors than this share mean that something is wrong. */
const requestsMin = 20;
const errorsShareMax = 0.05;

export type Status = 'operational' | 'degraded';

/** Nothing but when it was there: it may be shown to anybody. */
export async function readStatus(database: Database, now: string) {
  const longest = Math.max(...stretchesShown) * 24;
  const spans = await spansIn(database, { from: hoursBefore(now, longest), to: now });
  const { hours, days, incidents } = await readAround(database, now);
  const last = (days: number) => availabilityIn(spans, { from: hoursBefore(now, days * 24), to: now });
  const outages = last(daysShown).outages;
  return {
    at: now,
    status: await presentStatus(database, now, spans),
    availability: stretchesShown.map((days) => ({ days, share: last(days).share })),
    days: daysOf(spans, now).map((day) => ({ ...day, responseMs: responseOn(days, day.on) })),
    outages: outages.toReversed().slice(0, outagesShown),
    response: responseOf(hours),
    incidents,
  };
}

/** What else people want to know: how fast it answered, and what operators say. */
function readAround(database: Database, now: string) {
  const since = hoursBefore(now, daysShown * 24);
  return database.asInstallation(
    async (tx) => ({
      hours: await readUtilisation(tx, { grain: 10, from: hoursBefore(now, 24), to: now }),
      days: await readUtilisation(tx, { grain: 1440, from: since, to: now }),
      incidents: await listIncidents(tx, since),
    }),
    { readOnly: true },
  );
}

function responseOf(rows: readonly HostUtilisation[]) {
  const { latencyP50Ms, latencyP95Ms } = percentilesOf(latencyOf(rows));
  return { p50Ms: latencyP50Ms, p95Ms: latencyP95Ms };
}

function responseOn(rows: readonly HostUtilisation[], on: string): number | null {
  return responseOf(rows.filter(({ beginsAt }) => beginsAt.startsWith(on))).p95Ms;
}

async function presentStatus(database: Database, now: string, spans: readonly Span[]): Promise<Status> {
  const seenAt = spans.at(-1)?.seenAt;
  if (seenAt === undefined || secondsBetween(seenAt, now) > silentSecondsMax) return 'degraded';
  const rows = await database.asInstallation(
    (tx) => readUtilisation(tx, { grain: 1, from: hoursBefore(now, 1 / 12), to: now }),
    { readOnly: true },
  );
  const requests = rows.reduce((sum, row) => sum + Number(row.requests), 0);
  const errors = rows.reduce((sum, row) => sum + Number(row.errors), 0);
  return requests >= requestsMin && errors / requests > errorsShareMax ? 'degraded' : 'operational';
}

/** Day by day in UTC, the oldest first, from the first day that something is known of. */
function daysOf(spans: readonly Span[], now: string) {
  const last = today(now, 'UTC');
  return Array.from({ length: daysShown }, (_, index) => addDays(last, index + 1 - daysShown))
    .map((on) => {
      const end = `${addDays(on, 1)}T00:00:00Z`;
      const to = secondsBetween(now, end) > 0 ? now : end;
      const { share, outages, seconds, secondsUp } = availabilityIn(spans, { from: `${on}T00:00:00Z`, to });
      return { on, share, outages: outages.length, secondsDown: Math.round(seconds - secondsUp) };
    })
    .filter(({ share }) => share !== null);
}
