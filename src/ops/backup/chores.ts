// Recounts, backups and restore drills that workers do by themselves. Each worker asks every minute whether one is due, and
// every few seconds whether an operator wants one now; whoever gets the lock asks again and does it. What was done is read
// from the table `operation`, so it makes no difference which worker it was, how many there are and whether one was killed
// in the middle: then it is due again a little later.

import { setTimeout as delay } from 'node:timers/promises';
import { whileAlone } from '#store/backup/chore-lock.ts';
import { readBegun, readInstallationId } from '#store/backup/installation.ts';
import { readRequested, takeRequest, type OperationKind } from '#store/monitoring/operations.ts';
import type { Config } from '../config.ts';
import type { Installation } from '../installation.ts';
import { recountApart } from '../recount.ts';
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
  /** Undefined: only when an operator wants it. */
  readonly timetable: Timetable | undefined;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

const lookEveryMs = 60_000;
const askedEveryMs = 3_000;
/** What was missed while nothing ran waits until a worker that has just begun is past its first rush. */
const settleMs = 5 * 60_000;
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
    recountAt: config.ledgerCheckAt,
  };
  return keepDoing(operator, log, lookEveryMs, settleMs);
}

/** What a worker of this installation does when an operator wants it. */
export function choresOfWorker({ backup }: Pick<Config, 'backup'>): OperationKind[] {
  return backup.target === undefined ? ['verify'] : ['verify', 'backup', 'restoreDrill'];
}

export function keepDoing(operator: Operator, log: ChoreLog, everyMs: number, firstAfterMs = 0): Chores {
  const chores = choresOf(operator);
  const over = new AbortController();
  const ended = (async () => {
    let lookAtMs = performance.now() + firstAfterMs;
    while (!over.signal.aborted) {
      const looks = performance.now() >= lookAtMs;
      if (looks) lookAtMs = performance.now() + everyMs;
      const wanted = await readWanted(operator, log);
      for (const chore of chores)
        await attend(operator, { chore, isWanted: wanted.has(chore.kind), looks, log, signal: over.signal });
      const pauseMs = Math.min(everyMs, askedEveryMs);
      await delay(pauseMs, undefined, { signal: over.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    stop() {
      over.abort();
      return ended;
    },
  };
}

async function readWanted({ database }: Operator, log: ChoreLog): Promise<ReadonlySet<OperationKind>> {
  try {
    return await database.asInstallation(readRequested);
  } catch (error) {
    log.error({ err: error }, 'What an operator wants could not be read.');
    return new Set();
  }
}

type Attendance = {
  readonly chore: Chore;
  /** Whether an operator wants it now. */
  readonly isWanted: boolean;
  /** Whether it is time to see what is due. */
  readonly looks: boolean;
  readonly log: ChoreLog;
  readonly signal: AbortSignal;
};

async function attend(
  operator: Operator,
  { chore, isWanted, looks, log, signal }: Attendance,
): Promise<void> {
  const { database, address } = operator;
  try {
    if (signal.aborted || !(isWanted || (looks && (await isDue(operator, chore))))) return;
    await whileAlone(address, async () => {
      const isAsked = await database.asInstallation((tx) => takeRequest(tx, chore.kind));
      if (isAsked || (await isDue(operator, chore))) await chore.run(signal);
    });
  } catch (error) {
    if (!signal.aborted) log.error({ err: error, operation: chore.kind }, 'What was due or wanted failed.');
  }
}

/** Its last moment has passed, and it has not been done since, nor tried a moment ago. */
async function isDue({ database, clock }: Operator, { kind, timetable }: Chore): Promise<boolean> {
  if (timetable === undefined) return false;
  const now = clock();
  const { lastAt, isDone } = await database.asInstallation((tx) =>
    readBegun(tx, kind, lastDue(timetable, now)),
  );
  return !isDone && (lastAt === null || Date.parse(now) - Date.parse(lastAt) >= againAfterMs);
}

function choresOf(operator: Operator): Chore[] {
  const { settings, database, clock, recountAt } = operator;
  const { target, at, drillAt, keep } = settings;
  const recount: Chore = {
    kind: 'verify',
    timetable: recountAt,
    run: (signal) => recountApart(operator.address, signal),
  };
  if (target === undefined) return [recount];
  const place = placeOf(settings);
  const readId = () => database.asInstallation(readInstallationId);
  return [
    {
      kind: 'backup',
      timetable: at,
      async run(signal) {
        await backUp({ ...operator, signal }, place);
        // Who makes backups by hand also clears them away by hand.
        if (at !== undefined) await clearAway(place, { installationId: await readId(), keep, now: clock() });
      },
    },
    {
      kind: 'restoreDrill',
      timetable: drillAt,
      async run(signal) {
        const { folder } = await latestBackup(place, await readId());
        await tryRestore({ ...operator, signal }, place, folder);
      },
    },
    recount,
  ];
}
