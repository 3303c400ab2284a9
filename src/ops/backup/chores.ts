// Backups and restore drills that workers make by themselves. Each worker asks every minute whether one is due; whoever
// gets the lock asks again and does it. What was done is read from the table `operation`, so it makes no difference
// which worker it was, how many there are and whether one was killed in the middle: then it is due again a little later.

import { setTimeout as delay } from 'node:timers/promises';
import { whileAlone } from '#store/backup/chore-lock.ts';
import { readBegun, readInstallationId } from '#store/backup/installation.ts';
import type { OperationKind } from '#store/monitoring/operations.ts';
import type { Installation } from '../installation.ts';
import { clearAway } from './clear-away.ts';
import { backUp, latestBackup, placeOf, tryRestore, type Operator } from './operate.ts';
import { lastDue, type Timetable } from './timetable.ts';

export type ChoreLog = { error(detail: object, message: string): void };

export type Chores = {
  /** What is under way is given up; it is done again later. */
  stop(): Promise<void>;
};

type Chore = {
  readonly kind: OperationKind;
  readonly timetable: Timetable;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const lookEveryMs = 60_000;
/** What failed is tried again after so long. */
const againAfterMs = 15 * 60_000;

export function startChores(installation: Installation, log: ChoreLog): Chores {
  const { config, database, address, secret } = installation;
  const clock = () => new Date().toISOString();
  const operator = {
    database,
    address,
    secret,
    settings: config.backup,
    dataFolder: config.dataFolder,
    clock,
  };
  return keepDoing(operator, log, lookEveryMs);
}

export function keepDoing(operator: Operator, log: ChoreLog, everyMs: number): Chores {
  const chores = choresOf(operator);
  const over = new AbortController();
  const ended = (async () => {
    while (chores.length > 0 && !over.signal.aborted) {
      for (const chore of chores) await attend(operator, chore, log, over.signal);
      await delay(everyMs, undefined, { signal: over.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    stop() {
      over.abort();
      return ended;
    },
  };
}

async function attend(operator: Operator, chore: Chore, log: ChoreLog, signal: AbortSignal): Promise<void> {
  try {
    if (signal.aborted || !(await isDue(operator, chore))) return;
    await whileAlone(operator.address, async () => {
      if (await isDue(operator, chore)) await chore.run(signal);
    });
  } catch (error) {
    if (!signal.aborted)
      log.error({ err: error, operation: chore.kind }, 'A backup or restore drill failed.');
  }
}

/** Its last moment has passed, and it has not been done since, nor tried a moment ago. */
async function isDue({ database, clock }: Operator, { kind, timetable }: Chore): Promise<boolean> {
  const now = clock();
  const { lastAt, isDone } = await database.asInstallation((tx) =>
    readBegun(tx, kind, lastDue(timetable, now)),
  );
  return !isDone && (lastAt === null || Date.parse(now) - Date.parse(lastAt) >= againAfterMs);
}

function choresOf(operator: Operator): Chore[] {
  const { settings, database, clock } = operator;
  const { target, at, drillAt, keep } = settings;
  if (target === undefined) return [];
  const place = placeOf(settings);
  const readId = () => database.asInstallation(readInstallationId);
  const chores: Chore[] = [];
  if (at !== undefined) {
    chores.push({
      kind: 'backup',
      timetable: at,
      async run(signal) {
        await backUp({ ...operator, signal }, place);
        await clearAway(place, { installationId: await readId(), keep, now: clock() });
      },
    });
  }
  if (drillAt !== undefined) {
    chores.push({
      kind: 'restoreDrill',
      timetable: drillAt,
      async run(signal) {
        const { folder } = await latestBackup(place, await readId());
        await tryRestore({ ...operator, signal }, place, folder);
      },
    });
  }
  return chores;
}
