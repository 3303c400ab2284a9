// A worker: takes routines from the queue and runs them, a few at a time, until it is told to stop. Then it takes no more
// and finishes what it has begun. It keeps connections of its own, so that a busy server never keeps it waiting; and
// when its connections are lost it begins again by itself.
//
// Billing runs have a lane of their own, at most half of the worker: however many runs go on, mail and everything else has
// the other half to itself.

import { setTimeout as delay } from 'node:timers/promises';
import type { JobHelpers, TaskList } from 'graphile-worker';
import pg from 'pg';
import {
  hearOfQueue,
  releaseGoneWorkers,
  releaseUnheard,
  releaseWorkers,
  removeWorker,
  reportWorker,
  routineNames,
  type RoutineName,
  type Subject,
} from '#store/queue.ts';
import { openLane, pause, type Lane } from './lane.ts';
import { openPresence, type Presence } from './presence.ts';
import { routines, type Supplies } from './routines.ts';
import { usualPace, type Pace, type WorkerLog } from './pace.ts';

export type WorkerOptions = {
  readonly supplies: Supplies;
  /** Where the queue is: a connection string, or a socket folder and names. */
  readonly address: pg.PoolConfig;
  /** How many routines run at once; of each lane at least one. */
  readonly concurrency: number;
  /** Host and process, for people. */
  readonly description: string;
  readonly log: WorkerLog;
  /** Told of each routine that ended, one way or the other; it must not take long. */
  readonly onDone?: ((done: RoutineDone) => void) | undefined;
  readonly pace?: Partial<Pace>;
};

export type RoutineDone = {
  readonly routine: RoutineName;
  readonly outcome: 'succeeded' | 'failed';
  readonly durationMs: number;
};

/** How long a database may take to take leave, in milliseconds. */
const goodbyeWithin = 2_000;

export type Worker = {
  /** Takes no more, finishes what is begun, and leaves. */
  stop(): Promise<void>;
};

type Shift = {
  readonly options: WorkerOptions;
  readonly pace: Pace;
  readonly presence: Presence;
  readonly lanes: readonly Lane[];
  /** What its lanes are busy with, by its id, and since when. */
  readonly inHand: ReadonlyMap<string, number>;
  /** Resolves when the worker is told to stop. */
  readonly told: Promise<void>;
};

/** Starts a worker. It is at work when this returns. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const pace = { ...usualPace, ...options.pace };
  const connections = connect(options);
  const presence = openPresence(options.address);
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const inHand = new Map<string, number>();
  const lanes = lanesOf(options).map(({ names, concurrency }) =>
    openLane({
      tasks: tasksFor(names, options, inHand),
      concurrency,
      connections: connections.pool,
      pace,
      log: options.log,
      told,
      onReplaced: (before) => handOver(shift, before),
    }),
  );
  const shift: Shift = { options, pace, presence, lanes, inHand, told };
  await report(shift);
  const reporting = keepReporting(shift);
  return {
    async stop() {
      tell();
      await Promise.all(lanes.map((lane) => lane.finish()));
      await reporting;
      await Promise.all(lanes.map((lane) => removeQuietly(options, lane.id())));
      await presence.close();
      await connections.close();
    },
  };
}

type LanePlan = {
  /** Beside the description of the worker, for people. */
  readonly label: string;
  readonly names: readonly RoutineName[];
  readonly concurrency: number;
};

const ofRuns: readonly RoutineName[] = ['runBillingChunk'];

function lanesOf({ concurrency }: Pick<WorkerOptions, 'concurrency'>): LanePlan[] {
  const runs = Math.max(1, Math.floor(concurrency / 2));
  const others = routineNames.filter((name) => !ofRuns.includes(name));
  return [
    { label: '', names: others, concurrency: Math.max(1, concurrency - runs) },
    { label: ', billing runs', names: ofRuns, concurrency: runs },
  ];
}

/** How many connections a worker opens at most for its queue, beside those of the database it is given. */
export function workerConnectionsMax(concurrency: number): number {
  // Of each lane, one listens for what is queued and one is to spare.
  return lanesOf({ concurrency }).reduce((sum, lane) => sum + lane.concurrency + 2, 0);
}

/** In milliseconds. What is asked of the queue is small. */
const timeLimits = {
  statement_timeout: 30_000,
  lock_timeout: 20_000,
  idle_in_transaction_session_timeout: 60_000,
};

/** A connection that a network swallows is never refused: without a limit, whoever waits for it looks at the queue no more. */
const connectWithin = 10_000;

/** The limit of a statement and a little more: what is not answered by then has lost its connection without a word. */
const patienceMs = 35_000;

type Connections = {
  readonly pool: pg.Pool;
  /** Returns when they are closed at both ends, so that the database may be stopped next. */
  close(): Promise<void>;
};

function connect(options: WorkerOptions): Connections {
  const { address, log } = options;
  const max = workerConnectionsMax(options.concurrency);
  const pool = new pg.Pool({
    ...address,
    ...timeLimits,
    max,
    connectionTimeoutMillis: connectWithin,
    application_name: 'workledger worker',
  });
  hearOfQueue(pool, patienceMs);
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
      const left = pool
        .end()
        .then(() => Promise.all(ends))
        .catch(() => {});
      await Promise.race([left, delay(goodbyeWithin, undefined, { ref: false })]);
    },
  };
}

async function keepReporting(shift: Shift): Promise<void> {
  let isOver = false;
  void shift.told.then(() => (isOver = true));
  for (;;) {
    await pause(shift.pace.reportEvery, shift.told);
    if (isOver) return;
    await report(shift);
  }
}

/** Nobody for whom a run would stand back. */
const ownWork = { standsBack: true };

async function report({ options, pace, presence, lanes, inHand }: Shift): Promise<void> {
  const { supplies, description, log } = options;
  try {
    const ids = lanes.map((lane) => lane.id());
    await presence.be(ids);
    const released = await supplies.database.asInstallation(async (tx) => {
      for (const [place, { label }] of lanesOf(options).entries()) {
        const id = ids[place]!;
        await reportWorker(tx, { id, description: `${description}${label}` });
        const unheard = await releaseUnheard(tx, {
          id,
          inHand: [...inHand.keys()],
          takenForMs: pace.unheardFor,
        });
        if (unheard > 0) log.warn({ unheard }, 'Gave back what was taken without hearing of it.');
      }
      return releaseGoneWorkers(tx, { silentForMs: pace.silentFor, absentForMs: pace.absentFor });
    }, ownWork);
    if (released.length > 0) log.warn({ released }, 'Took over from workers that are gone.');
  } catch (error) {
    log.warn({ err: error }, 'The worker could not say that it is there.');
  }
}

async function handOver(shift: Shift, before: string): Promise<void> {
  await report(shift);
  await shift.options.supplies.database
    .asInstallation(async (tx) => {
      await removeWorker(tx, before);
      await releaseWorkers(tx, [before]);
    })
    .catch(() => {});
}

/** Where it does not work, the absence of the worker tells as much a little later. */
async function removeQuietly({ supplies }: WorkerOptions, id: string): Promise<void> {
  await supplies.database.asInstallation((tx) => removeWorker(tx, id)).catch(() => {});
}

function tasksFor(
  names: readonly RoutineName[],
  options: WorkerOptions,
  inHand: Map<string, number>,
): TaskList {
  return Object.fromEntries(names.map((name) => [name, taskFor(name, options, inHand)] as const));
}

function taskFor(
  name: RoutineName,
  { supplies, onDone = () => {} }: WorkerOptions,
  inHand: Map<string, number>,
) {
  return async (payload: unknown, { job }: JobHelpers) => {
    const begunMs = performance.now();
    inHand.set(job.id, begunMs);
    const tell = (outcome: RoutineDone['outcome']) =>
      onDone({ routine: name, outcome, durationMs: performance.now() - begunMs });
    try {
      await routines[name](supplies, payload as Subject, { isLast: job.attempts >= job.max_attempts });
      tell('succeeded');
    } catch (error) {
      tell('failed');
      throw error;
    } finally {
      // Until the queue has been told of its end, or cannot be told any more.
      void delay(patienceMs, undefined, { ref: false }).then(() => {
        if (inHand.get(job.id) === begunMs) inHand.delete(job.id);
      });
    }
  };
}
