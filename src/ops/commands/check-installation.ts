// Checks of the installation by what its database says. Each looks at figures that were read before, so that what they
// mean can be tried without a machine in that state.

import type { Availability } from '#core/monitoring/availability.ts';
import { stateOf, worst, type State } from '#core/monitoring/thresholds.ts';
import type { LastOperation } from '#store/monitoring/operations.ts';
import type { QueueState } from '#store/queue.ts';
import { oldestSeconds, workersThere } from '../metrics/sample.ts';
import type { Figure, Found, Given } from './check-result.ts';

export function judgeAvailability(given: Given, record: Availability): Found {
  if (record.share === null) return { state: 'unknown', text: 'no server has reported yet', figures: [] };
  const percent = record.share * 100;
  const lasting = record.outages.find(({ endedAt }) => endedAt === null);
  const days = (record.seconds / 86_400).toFixed(1);
  const text =
    lasting === undefined
      ? `${percent.toFixed(3)} % of ${days} days, ${record.outages.length} outages`
      : `no server has reported since ${lasting.beganAt}`;
  return {
    state: lasting === undefined ? stateOf(percent, given) : 'critical',
    text,
    figures: [
      { label: 'availability', value: percent, unit: '%', isWatched: true, least: 0, most: 100 },
      { label: 'outages', value: record.outages.length, least: 0 },
      { label: 'down', value: record.seconds - record.secondsUp, unit: 's', least: 0 },
    ],
  };
}

export function judgeQueue(given: Given, { routines, workers }: QueueState, nowMs = Date.now()): Found {
  const sum = (field: 'waiting' | 'running' | 'postponed' | 'givenUp') =>
    routines.reduce((total, routine) => total + routine[field], 0);
  const [waiting, givenUp] = [sum('waiting'), sum('givenUp')];
  const oldest = oldestSeconds(
    routines.map(({ waitingSince }) => waitingSince),
    nowMs,
  );
  const there = workersThere(workers, nowMs);
  const reasons: [State, string][] = [
    [stateOf(oldest, given), `${waiting} wait, the longest for ${Math.round(oldest)} s`],
  ];
  if (givenUp > 0) reasons.push(['warning', `${givenUp} given up`]);
  if (there === 0 && waiting > 0) reasons.push(['critical', 'nobody works']);
  return {
    state: worst(reasons.map(([state]) => state)),
    text: reasons.map(([, reason]) => reason).join(', '),
    figures: [
      { label: 'oldest', value: oldest, unit: 's', isWatched: true, least: 0 },
      { label: 'waiting', value: waiting, least: 0 },
      { label: 'running', value: sum('running'), least: 0 },
      { label: 'postponed', value: sum('postponed'), least: 0 },
      { label: 'given_up', value: givenUp, least: 0 },
      { label: 'workers', value: there, least: 0 },
    ],
  };
}

type Wording = { readonly never: string; readonly done: string; readonly failed: string };

const wordings = {
  ledger: {
    never: 'the ledger was never recounted: run "workledger verify" every night',
    done: 'recounted and right',
    failed: 'the last recount found differences',
  },
  backup: {
    never: 'there is no backup',
    done: 'backed up',
    failed: 'the last backup failed',
  },
} as const satisfies Record<string, Wording>;

/** A ledger that does not agree is an alarm; a backup that failed warns, for its age will alarm. */
const whenFailed = { ledger: 'critical', backup: 'warning' } as const;

export function judgeOperation(
  name: keyof typeof wordings,
  given: Given,
  { last, lastSucceededAt }: LastOperation,
  nowMs = Date.now(),
): Found {
  const { never, done, failed } = wordings[name];
  const hasFailed = last?.outcome === 'failed';
  const failure: State = hasFailed ? whenFailed[name] : 'ok';
  if (lastSucceededAt === null) return { state: 'critical', text: hasFailed ? failed : never, figures: [] };
  const hours = (nowMs - Date.parse(lastSucceededAt)) / 3_600_000;
  const age = `${done} ${hours.toFixed(1)} hours ago`;
  const figures: Figure[] = [{ label: 'age', value: hours * 3_600, unit: 's', least: 0 }];
  figures.unshift({ label: 'hours', value: hours, isWatched: true, least: 0 });
  return {
    state: worst([stateOf(hours, given), failure]),
    text: hasFailed ? `${failed}, ${age}` : age,
    figures,
  };
}
