// Writes down in the database, as time goes by, how busy this process is and that its server is there: every few
// seconds a heartbeat and which program it is, every minute a sample, every ten minutes the roll-up. A database that cannot be reached leaves a
// gap, which is what there is to tell.

import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#store/database.ts';
import { keepHeartbeat, keepStop } from '#store/monitoring/availability.ts';
import { addRouteLoads } from '#store/monitoring/route-load.ts';
import { keepSample, maintainUtilisation } from '#store/monitoring/utilisation.ts';
import type { InstallationReader } from './installation-reading.ts';
import type { LoadTally } from './load.ts';
import type { Sampler } from './sample.ts';
import { forgetProcess, reportProcess, type RunningProcess } from '#store/monitoring/processes.ts';

export type KeeperOptions = {
  readonly database: Database;
  readonly read: InstallationReader;
  readonly sampler: Sampler;
  readonly tally: LoadTally;
  /** Whether people can reach a server in this process; a worker never says so. */
  readonly isServing: () => boolean;
  readonly describe: () => RunningProcess;
  readonly warn: (error: unknown, message: string) => void;
};

export type Keeper = { stop(): Promise<void> };

const heartbeatEveryMs = 20_000;
const reportEveryMs = 10_000;
/** A server listens a moment after its keeper has begun. */
const firstLookAfterMs = 500;
const minuteMs = 60_000;
const maintainEveryMinutes = 10;

export function startKeeper(options: KeeperOptions): Keeper {
  const over = new AbortController();
  const heartbeats = keepHeartbeats(options, over.signal);
  const samples = keepSamples(options, over.signal);
  const reports = keepReporting(options, over.signal);
  return {
    async stop() {
      over.abort();
      const [hasServed] = await Promise.all([heartbeats, samples, reports]);
      await attempt(options, 'The last samples could not be kept.', () => keepLast(options, hasServed));
    },
  };
}

/** Says at the end whether a server was there. */
async function keepHeartbeats(options: KeeperOptions, over: AbortSignal): Promise<boolean> {
  const { database, isServing } = options;
  let hasServed = false;
  while (!over.aborted) {
    if (isServing()) {
      hasServed = true;
      await attempt(options, 'The server could not say that it is there.', () =>
        database.asInstallation((tx) => keepHeartbeat(tx)),
      );
    }
    await pause(hasServed ? heartbeatEveryMs : firstLookAfterMs, over);
  }
  return hasServed;
}

/** Which program this is and what it is at, for as long as it is there. */
async function keepReporting(options: KeeperOptions, over: AbortSignal): Promise<void> {
  const { database, describe } = options;
  while (!over.aborted) {
    await attempt(options, 'The program could not say that it is there.', () =>
      database.asInstallation((tx) => reportProcess(tx, describe())),
    );
    await pause(reportEveryMs, over);
  }
}

async function keepSamples(options: KeeperOptions, over: AbortSignal): Promise<void> {
  let minute = 0;
  await maintain(options);
  for (;;) {
    await pause(minuteMs - (Date.now() % minuteMs), over);
    if (over.aborted) return;
    await attempt(options, 'A sample could not be kept.', () => keepMinute(options));
    minute += 1;
    if (minute % maintainEveryMinutes === 0) await maintain(options);
  }
}

async function keepMinute({ database, read, sampler, tally }: KeeperOptions): Promise<void> {
  const load = tally.take();
  const sample = sampler.take(load, await read());
  await database.asInstallation(
    async (tx) => {
      await keepSample(tx, sample);
      await addRouteLoads(tx, load.routes);
    },
    { retry: true },
  );
}

async function maintain(options: KeeperOptions): Promise<void> {
  await attempt(options, 'Samples could not be rolled up.', () =>
    options.database.asInstallation((tx) => maintainUtilisation(tx)),
  );
}

async function keepLast({ database, tally, describe }: KeeperOptions, hasServed: boolean): Promise<void> {
  const { routes } = tally.take();
  await database.asInstallation(
    async (tx) => {
      await addRouteLoads(tx, routes);
      await forgetProcess(tx, describe());
      if (hasServed) await keepStop(tx);
    },
    { retry: true },
  );
}

async function attempt(
  { warn }: KeeperOptions,
  message: string,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    warn(error, message);
  }
}

async function pause(ms: number, over: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: over, ref: false }).catch(() => {});
}
