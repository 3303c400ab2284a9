// What figures of an installation mean: fine, to be looked at, or to be acted upon. `workledger check` and the operator's
// page ask here, so that neither is calm while the other alarms.

import type { Availability } from './availability.ts';
import { secondsBetween } from './moments.ts';
import { parseRange, stateOf, worst, type State, type Thresholds } from './thresholds.ts';
import type { Result } from '../refusal.ts';
import { done } from '../refusal.ts';

export const checkNames = ['cpu', 'memory', 'disk', 'availability', 'queue', 'ledger', 'backup'] as const;
export type CheckName = (typeof checkNames)[number];

/** Thresholds with the text that they were given as. */
export type Given = Thresholds & { readonly warningText: string; readonly criticalText: string };

type Pair = readonly [warning: string, critical: string];

/**
 * Percent of processors, memory and disk in use and of time that a server was there; seconds that the longest routine has
 * waited; hours since a recount agreed and a backup succeeded. A recount has half a day to be late; a backup has less.
 */
export const usualThresholds: Readonly<Record<CheckName, Pair>> = {
  cpu: ['85', '95'],
  memory: ['85', '95'],
  disk: ['85', '93'],
  availability: ['99.9:', '99.5:'],
  queue: ['300', '1800'],
  ledger: ['36', '60'],
  backup: ['26', '50'],
};

export function thresholdsOf(warningText: string, criticalText: string): Result<Given> {
  const warning = parseRange(warningText);
  if (!warning.ok) return warning;
  const critical = parseRange(criticalText);
  if (!critical.ok) return critical;
  return done({ warning: warning.value, critical: critical.value, warningText, criticalText });
}

export type Figure = {
  readonly label: string;
  readonly value: number;
  /** '%', 's', 'B' or nothing. */
  readonly unit?: string;
  /** Whether it is the one that the thresholds are about. */
  readonly isWatched?: boolean;
  readonly least?: number;
  readonly most?: number;
};

export type Found = { readonly state: State; readonly text: string; readonly figures: readonly Figure[] };

/** A share of something that is used up: processors, memory, a disk. */
export function judgeShare(
  given: Given,
  {
    label,
    share,
    text,
    more = [],
  }: Readonly<{ label: string; share: number; text: string; more?: Figure[] }>,
): Found {
  const percent = share * 100;
  const watched = { label, value: percent, unit: '%', isWatched: true, least: 0, most: 100 };
  return { state: stateOf(percent, given), text, figures: [watched, ...more] };
}

export function judgeAvailability(given: Given, record: Availability): Found {
  if (record.share === null) return { state: 'unknown', text: 'no server has reported yet', figures: [] };
  const percent = record.share * 100;
  const lasting = record.outages.find(({ endedAt }) => endedAt === null);
  const days = (record.seconds / 86_400).toFixed(1);
  const count = record.outages.length;
  const text =
    lasting === undefined
      ? `${percent.toFixed(3)} % of ${days} days, ${count} ${count === 1 ? 'outage' : 'outages'}`
      : `no server has reported since ${lasting.beganAt}`;
  return {
    state: lasting === undefined ? stateOf(percent, given) : 'critical',
    text,
    figures: [
      { label: 'availability', value: percent, unit: '%', isWatched: true, least: 0, most: 100 },
      { label: 'outages', value: count, least: 0 },
      { label: 'down', value: record.seconds - record.secondsUp, unit: 's', least: 0 },
    ],
  };
}

type Counts = {
  readonly waiting: number;
  readonly running: number;
  readonly postponed: number;
  readonly failing: number;
  readonly givenUp: number;
  readonly waitingSince: string | null;
};

type Queue = {
  readonly routines: readonly Counts[];
  readonly workers: readonly { readonly seenAt: string }[];
};

export function judgeQueue(given: Given, { routines, workers }: Queue, now: string): Found {
  const sum = (field: 'waiting' | 'running' | 'postponed' | 'failing' | 'givenUp') =>
    routines.reduce((total, routine) => total + routine[field], 0);
  const [waiting, failing, givenUp] = [sum('waiting'), sum('failing'), sum('givenUp')];
  const oldest = oldestSeconds(
    routines.map(({ waitingSince }) => waitingSince),
    now,
  );
  const there = workersThere(workers, now);
  const waits = waiting === 0 ? 'nothing waits' : `${waiting} wait, the longest for ${Math.round(oldest)} s`;
  const reasons: [State, string][] = [[stateOf(oldest, given), waits]];
  if (failing > 0) reasons.push(['warning', `${failing} failed again and again`]);
  if (givenUp > 0) reasons.push(['warning', `${givenUp} given up`]);
  // Nor would a night's backup and recount be made.
  if (there === 0) reasons.push([waiting > 0 ? 'critical' : 'warning', 'nobody works']);
  return {
    state: worst(reasons.map(([state]) => state)),
    text: reasons.map(([, reason]) => reason).join(', '),
    figures: [
      { label: 'oldest', value: oldest, unit: 's', isWatched: true, least: 0 },
      { label: 'waiting', value: waiting, least: 0 },
      { label: 'running', value: sum('running'), least: 0 },
      { label: 'postponed', value: sum('postponed'), least: 0 },
      { label: 'failing', value: failing, least: 0 },
      { label: 'given_up', value: givenUp, least: 0 },
      { label: 'workers', value: there, least: 0 },
    ],
  };
}

/** How long the longest has waited. */
export function oldestSeconds(waitingSince: readonly (string | null)[], now: string): number {
  return Math.max(0, ...waitingSince.map((since) => (since === null ? 0 : secondsBetween(since, now))));
}

/** A program that is silent for longer was killed, although it stands in the list. */
const silentSecondsMax = 60;

export function isThere({ seenAt }: { readonly seenAt: string }, now: string): boolean {
  return secondsBetween(seenAt, now) < silentSecondsMax;
}

export function workersThere(workers: readonly { readonly seenAt: string }[], now: string): number {
  return workers.filter((worker) => isThere(worker, now)).length;
}

type Wording = {
  readonly never: string;
  readonly done: string;
  readonly failed: string;
  readonly brokenOff: string;
};

const wordings = {
  ledger: {
    never: 'the ledger was never recounted',
    done: 'recounted and right',
    failed: 'the last recount found differences or failed',
    brokenOff: 'the last recount was broken off',
  },
  backup: {
    never: 'there is no backup',
    done: 'backed up',
    failed: 'the last backup failed',
    brokenOff: 'the last backup was broken off',
  },
} as const satisfies Record<string, Wording>;

/**
 * A ledger that does not agree is an alarm; a backup that failed warns, for its age will alarm. So does what was broken off,
 * of either: it says nothing about the ledger.
 */
const whenFailed = { ledger: 'critical', backup: 'warning' } as const;

type LastOperation = {
  readonly last: { readonly outcome: 'succeeded' | 'failed' | 'brokenOff' | null } | null;
  readonly lastSucceededAt: string | null;
};

function severityOf(name: keyof typeof wordings, last: LastOperation['last']): State {
  if (last?.outcome === 'failed') return whenFailed[name];
  return last?.outcome === 'brokenOff' ? 'warning' : 'ok';
}

export function judgeOperation(
  name: keyof typeof wordings,
  given: Given,
  { last, lastSucceededAt }: LastOperation,
  now: string,
): Found {
  const { never, done: right, ...wording } = wordings[name];
  const isBad = last?.outcome === 'failed' || last?.outcome === 'brokenOff';
  const bad = isBad ? wording[last.outcome] : undefined;
  if (lastSucceededAt === null) return { state: 'critical', text: bad ?? never, figures: [] };
  const hours = secondsBetween(lastSucceededAt, now) / 3_600;
  const age = `${right} ${hours.toFixed(1)} hours ago`;
  const figures: Figure[] = [{ label: 'age', value: hours * 3_600, unit: 's', least: 0 }];
  figures.unshift({ label: 'hours', value: hours, isWatched: true, least: 0 });
  return {
    state: worst([stateOf(hours, given), severityOf(name, last)]),
    text: bad === undefined ? age : `${bad}, ${age}`,
    figures,
  };
}
