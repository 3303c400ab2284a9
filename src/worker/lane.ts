// A lane of a worker: so many routines of some kinds at once, taken from the queue. It works until it is told to stop; when
// it fails, as the queue does when its database goes away at the wrong moment, another begins in its place.

import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Logger,
  runTaskList,
  type Job,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from 'graphile-worker';
import type pg from 'pg';
import type { Pace, WorkerLog } from './pace.ts';

export type LaneOptions = {
  readonly tasks: TaskList;
  /** How many routines run at once. */
  readonly concurrency: number;
  readonly connections: pg.Pool;
  readonly pace: Pace;
  readonly log: WorkerLog;
  /** Resolves when the worker is told to stop. */
  readonly told: Promise<void>;
  /** The lane goes on under another id; what it held under the one before is nobody's. */
  readonly onReplaced: (before: string) => Promise<void>;
};

export type Lane = {
  /** Under which the queue knows what the lane is busy with. */
  id(): string;
  /** Takes no more and finishes what is begun. */
  finish(): Promise<void>;
};

/** So many looks at the queue may fail one after the other. */
const failuresMax = 5;

export function openLane(options: LaneOptions): Lane {
  let crew = openCrew(options);
  let isOver = false;
  void options.told.then(() => (isOver = true));
  const ended = (async () => {
    for (;;) {
      await crew.gone;
      if (!isOver) await pause(options.pace.beginAgainAfter, options.told);
      if (isOver) return;
      options.log.warn({}, 'The worker begins again.');
      const before = crew.id;
      crew = openCrew(options);
      await options.onReplaced(before);
    }
  })();
  return {
    id: () => crew.id,
    async finish() {
      crew.finish();
      await ended;
    },
  };
}

/** A pool of the queue, from its first look to its end. */
type Crew = {
  readonly id: string;
  /** Takes no more; what is not done after a while is given back. */
  finish(): void;
  /** Resolves when it has ended, well or not. */
  readonly gone: Promise<void>;
};

function openCrew({ tasks, concurrency, connections, pace, log }: LaneOptions): Crew {
  const events: WorkerEvents = new EventEmitter();
  const pool = runTaskList(
    {
      concurrency,
      pollInterval: pace.lookEvery,
      gracefulShutdownAbortTimeout: pace.finishWithin,
      noHandleSignals: true,
      logger: loggerFor(log),
      events,
      // Without these, the queue notes the end of a routine in a promise that nobody awaits: when the database has gone
      // away at that moment, the whole process would end with it, and with it the server that the worker is part of.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    },
    tasks,
    connections,
  );
  const gone = goneInTime(pool, events, { pace, log });
  const finish = async () => {
    try {
      await pool.gracefulShutdown('The worker stops.');
    } catch (error) {
      log.warn({ err: error }, 'The worker left something behind, for others to take up.');
    }
  };
  endWhenBlind(events, () => void finish());
  return { id: pool.id, finish: () => void finish(), gone };
}

/**
 * A pool ends when it is told to, and by itself where it could not note the end of a routine. Then it waits for notes to be
 * taken, which it counts; and where a routine ended well after one that could not be noted, it counts one too few and
 * waits for ever. So however its end began, it is forced after a while, and what cannot even be forced is left to itself:
 * it takes nothing any more, and what it held is taken from it.
 */
function goneInTime(
  pool: WorkerPool,
  events: WorkerEvents,
  { pace, log }: Pick<LaneOptions, 'pace' | 'log'>,
): Promise<void> {
  const { promise: leftToItself, resolve: leave } = Promise.withResolvers<void>();
  const timers: NodeJS.Timeout[] = [];
  events.once('pool:gracefulShutdown', () => {
    const giveUp = () => {
      log.error({}, 'The worker does not come to its end, and is left to itself.');
      leave();
    };
    timers.push(setTimeout(() => void forceOut(pool), pace.finishWithin));
    timers.push(setTimeout(giveUp, pace.finishWithin + pace.forcedWithin));
  });
  const ended = pool.promise.catch((error: unknown) => log.error({ err: error }, 'The worker failed.'));
  return Promise.race([ended, leftToItself]).finally(() => timers.forEach(clearTimeout));
}

async function forceOut(pool: WorkerPool): Promise<void> {
  try {
    await pool.forcefulShutdown('The worker stops.');
  } catch {
    // What was not given back is taken from us once we are gone.
  }
}

/**
 * A pool whose very first look at the queue fails remembers the failure, and every later look fails of it, whatever the
 * database does. One that fails time and again is therefore ended, and a new one takes its place.
 */
function endWhenBlind(events: WorkerEvents, end: () => void): void {
  let failures = 0;
  const sees = () => void (failures = 0);
  events.on('worker:getJob:empty', sees);
  events.on('job:start', sees);
  events.on('worker:getJob:error', () => {
    failures += 1;
    if (failures === failuresMax) end();
  });
}

/** What the queue has to say, without the chatter: that a routine is run again later is ordinary, but its reason counts. */
function loggerFor(log: WorkerLog): Logger {
  return new Logger(({ taskIdentifier: routine, jobId }) => (level, message, detail) => {
    if (level !== 'error' && level !== 'warning') return;
    const { job, error: err } = (detail ?? {}) as { job?: Job; error?: unknown };
    log.warn({ routine, jobId, subject: job?.payload, err }, message.split('\n', 1)[0]!);
  });
}

export async function pause(ms: number, orUntil: Promise<void>): Promise<void> {
  const over = new AbortController();
  const time = delay(ms, undefined, { signal: over.signal }).catch(() => {});
  await Promise.race([time, orUntil]);
  over.abort();
}
