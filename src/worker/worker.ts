// A worker: takes routines from the queue and runs them, a few at a time, until it is told to stop. Then it takes no more
// and finishes what it has begun. It keeps connections of its own, so that a busy server never keeps it waiting; and
// when its connections are lost it begins again by itself.

import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Logger,
  runTaskList,
  type Job,
  type JobHelpers,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from 'graphile-worker';
import pg from 'pg';
import {
  releaseSilentWorkers,
  removeWorker,
  reportWorker,
  routineNames,
  type RoutineName,
  type Subject,
} from '#store/queue.ts';
import { routines, type Supplies } from './routines.ts';

export type WorkerLog = {
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
};

export type WorkerOptions = {
  readonly supplies: Supplies;
  /** Where the queue is: a connection string, or a socket folder and names. */
  readonly address: pg.PoolConfig;
  /** How many routines run at once. */
  readonly concurrency: number;
  /** Host and process, for people. */
  readonly description: string;
  readonly log: WorkerLog;
  readonly pace?: Partial<Pace>;
};

/** In milliseconds. */
type Pace = {
  /** How often the queue is looked at when nobody has called; routines that are postponed are found like that. */
  readonly lookEvery: number;
  /** How often the worker says that it is there. */
  readonly reportEvery: number;
  /** After how long a worker that says nothing counts as gone. */
  readonly silentFor: number;
  /** How long a routine may go on after the worker is told to stop. */
  readonly finishWithin: number;
  /** How long to wait before beginning again. */
  readonly beginAgainAfter: number;
};

const usualPace: Pace = {
  lookEvery: 2_000,
  reportEvery: 5_000,
  silentFor: 30_000,
  finishWithin: 25_000,
  beginAgainAfter: 5_000,
};

/** How long a database may take to take leave, in milliseconds. */
const goodbyeWithin = 2_000;

/** So many looks at the queue may fail one after the other. */
const failuresMax = 5;

export type Worker = {
  /** Takes no more, finishes what is begun, and leaves. */
  stop(): Promise<void>;
};

type Shift = {
  readonly options: WorkerOptions;
  readonly pace: Pace;
  readonly connections: Connections;
  /** Resolves when the worker is told to stop. */
  readonly told: Promise<void>;
  isOver: boolean;
  /** The pool that is at work; a new one takes its place when it fails. */
  pool: WorkerPool;
};

/** Starts a worker. It is at work when this returns. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const pace = { ...usualPace, ...options.pace };
  const connections = connect(options);
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const pool = openPool(options, pace, connections.pool);
  const shift: Shift = { options, pace, connections, told, isOver: false, pool };
  await report(shift);
  const ended = Promise.all([keepWorking(shift), keepReporting(shift)]);
  return {
    async stop() {
      shift.isOver = true;
      tell();
      await finish(shift);
      await ended;
      await removeQuietly(options, shift.pool.id);
      await connections.close();
    },
  };
}

type Connections = {
  readonly pool: pg.Pool;
  /** Returns when they are closed at both ends, so that the database may be stopped next. */
  close(): Promise<void>;
};

function connect({ address, concurrency, log }: WorkerOptions): Connections {
  // One connection listens for what is queued, one is to spare.
  const pool = new pg.Pool({
    ...address,
    max: concurrency + 2,
    application_name: 'workledger worker',
  });
  const ends = new Set<Promise<unknown>>();
  pool.on('error', (error: Error & { client?: unknown }) => {
    // The pool hangs the connection on its error, with all that it was opened with; a log is no place for that.
    delete error.client;
    log.warn({ err: error }, 'The worker lost a connection.');
  });
  pool.on('connect', (client) => {
    client.on('error', () => {});
    const { promise: end, resolve } = Promise.withResolvers<void>();
    ends.add(end);
    client.once('end', () => {
      ends.delete(end);
      resolve();
    });
  });
  return {
    pool,
    async close() {
      await pool.end();
      await Promise.race([Promise.all(ends), delay(goodbyeWithin, undefined, { ref: false })]);
    },
  };
}

function openPool(options: WorkerOptions, pace: Pace, connections: pg.Pool): WorkerPool {
  const events: WorkerEvents = new EventEmitter();
  const pool = runTaskList(
    {
      concurrency: options.concurrency,
      pollInterval: pace.lookEvery,
      gracefulShutdownAbortTimeout: pace.finishWithin,
      noHandleSignals: true,
      logger: loggerFor(options.log),
      events,
    },
    tasksFor(options.supplies),
    connections,
  );
  endWhenBlind(events, pool);
  // It is awaited later; until then a failure must not end the process.
  pool.promise.catch(() => {});
  return pool;
}

/**
 * A pool whose very first look at the queue fails remembers the failure, and every later look fails of it, whatever the
 * database does. One that fails time and again is therefore ended, and a new one takes its place.
 */
function endWhenBlind(events: WorkerEvents, pool: WorkerPool): void {
  let failures = 0;
  const sees = () => void (failures = 0);
  events.on('worker:getJob:empty', sees);
  events.on('job:start', sees);
  events.on('worker:getJob:error', () => {
    failures += 1;
    if (failures === failuresMax) void Promise.resolve(pool.gracefulShutdown()).catch(() => {});
  });
}

async function keepWorking(shift: Shift): Promise<void> {
  const { options, pace } = shift;
  for (;;) {
    try {
      await shift.pool.promise;
    } catch (error) {
      options.log.error({ err: error }, 'The worker failed.');
    }
    if (!shift.isOver) await pause(pace.beginAgainAfter, shift.told);
    if (shift.isOver) return;
    options.log.warn({}, 'The worker begins again.');
    const before = shift.pool.id;
    shift.pool = openPool(options, pace, shift.connections.pool);
    await report(shift);
    await removeQuietly(options, before);
  }
}

async function keepReporting(shift: Shift): Promise<void> {
  for (;;) {
    await pause(shift.pace.reportEvery, shift.told);
    if (shift.isOver) return;
    await report(shift);
  }
}

async function report({ options, pace, pool }: Shift): Promise<void> {
  const { supplies, description, log } = options;
  try {
    const released = await supplies.database.asInstallation(async (tx) => {
      await reportWorker(tx, { id: pool.id, description });
      return releaseSilentWorkers(tx, pace.silentFor);
    });
    if (released.length > 0) log.warn({ released }, 'Took over from workers that fell silent.');
  } catch (error) {
    log.warn({ err: error }, 'The worker could not say that it is there.');
  }
}

/** Where it does not work, the silence of the worker tells as much a little later. */
async function removeQuietly({ supplies }: WorkerOptions, id: string): Promise<void> {
  await supplies.database.asInstallation((tx) => removeWorker(tx, id)).catch(() => {});
}

async function finish({ pool, pace, options }: Shift): Promise<void> {
  const late = setTimeout(() => void forceOut(pool), pace.finishWithin);
  try {
    await pool.gracefulShutdown('The worker stops.');
  } catch (error) {
    options.log.warn({ err: error }, 'The worker left something behind, for others to take up.');
  } finally {
    clearTimeout(late);
  }
}

async function forceOut(pool: WorkerPool): Promise<void> {
  try {
    await pool.forcefulShutdown('The worker stops.');
  } catch {
    // What was not given back is taken from us once we are silent.
  }
}

function tasksFor(supplies: Supplies): TaskList {
  const entries = routineNames.map((name) => [name, taskFor(name, supplies)] as const);
  return Object.fromEntries(entries);
}

function taskFor(name: RoutineName, supplies: Supplies) {
  return (payload: unknown, { job }: JobHelpers) =>
    routines[name](supplies, payload as Subject, { isLast: job.attempts >= job.max_attempts });
}

/** What the queue has to say, without the chatter: that a routine is run again later is ordinary, but its reason counts. */
function loggerFor(log: WorkerLog): Logger {
  return new Logger(({ taskIdentifier: routine, jobId }) => (level, message, detail) => {
    if (level !== 'error' && level !== 'warning') return;
    const { job, error: err } = (detail ?? {}) as { job?: Job; error?: unknown };
    log.warn({ routine, jobId, subject: job?.payload, err }, message.split('\n', 1)[0]!);
  });
}

async function pause(ms: number, orUntil: Promise<void>): Promise<void> {
  const over = new AbortController();
  const time = delay(ms, undefined, { signal: over.signal }).catch(() => {});
  await Promise.race([time, orUntil]);
  over.abort();
}
