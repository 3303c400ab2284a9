// A worker as a process of its own, beside servers or instead of them, and a look at what it does. It may work beside a
// server on the same data folder, whose database it then uses.

import { readQueue, readQueueFailures } from '#store/queue.ts';
import { choresOfWorker } from './backup/chores.ts';
import type { Config } from './config.ts';
import { checkConnections } from './connections.ts';
import { openInstallation, type Installation } from './installation.ts';
import { openLog } from './log.ts';
import { mailSetUp } from './mail-set-up.ts';
import { startMonitoring } from './metrics/monitoring.ts';
import { openWorker } from './open-worker.ts';
import { checkSecret } from './secret.ts';
import { checkMigrated } from './serve.ts';
import { listenForStop } from './stop-signal.ts';

const concurrency = 4;

export async function work(config: Config): Promise<void> {
  const stop = listenForStop();
  await withInstallation(config, async (installation) => {
    await checkSecret(installation, 'work');
    const role = { serves: false, routines: concurrency };
    await checkConnections(installation, role, (message) => console.error(message));
    const log = openLog(config.logLevel);
    const monitoring = await startMonitoring({
      installation,
      role: 'work',
      log,
      isServing: () => false,
      isDraining: () => stop.requested(),
      does: choresOfWorker(config),
    });
    try {
      const { onDone } = monitoring;
      const worker = await openWorker(installation, { mail: mailSetUp(config), concurrency, log, onDone });
      console.log('Workledger is at work. Stop: Ctrl-C.');
      if (monitoring.metricsAddress !== undefined) console.log(`Metrics: ${monitoring.metricsAddress}`);
      await stop.asked;
      console.log('Stopping…');
      await worker.stop();
    } finally {
      await monitoring.stop();
    }
  });
}

/** For an operator, and for whatever watches over the installation: JSON, one look. */
export async function showQueue(config: Config): Promise<void> {
  await withInstallation(config, async ({ database }) => {
    const queue = await database.asInstallation(async (tx) => ({
      ...(await readQueue(tx)),
      failures: await readQueueFailures(tx),
    }));
    console.log(JSON.stringify(queue, undefined, 2));
  });
}

async function withInstallation(config: Config, use: (installation: Installation) => Promise<void>) {
  const log = (message: string) => console.error(message);
  const installation = await openInstallation(config, {
    purpose: 'work',
    exclusive: false,
    manyTransactions: true,
    log,
  });
  try {
    await checkMigrated(installation);
    await use(installation);
  } finally {
    await installation.close();
  }
}
