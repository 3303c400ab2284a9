// The product's own HTTP server in a process of its own, on the database named in the first argument; with a worker beside
// it, as `npm start` has it, where the third says "work"; with everything that watches over a server, and a folder for it,
// where the fourth names one. Says its port on standard output and ends with its parent.

import type { AddressInfo } from 'node:net';
import { openAdmission } from '#api/admission/admission.ts';
import { limitsFor } from '#api/admission/limits.ts';
import { buildServer } from '#api/server.ts';
import { readConfig } from '#ops/config.ts';
import type { Installation } from '#ops/installation.ts';
import { openLog } from '#ops/log.ts';
import { startMonitoring, type Monitoring } from '#ops/metrics/monitoring.ts';
import { openDatabase } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { startWorker } from '#worker/worker.ts';

const [, , given, now, work, watchedIn] = process.argv;
const address = JSON.parse(given!) as DatabaseAddress;
/** As `workledger serve` has it on two processors. */
const requestsAtOnce = 8;
const clock = () => now!;
const database = openDatabase(address);
const admission = openAdmission(limitsFor(requestsAtOnce));
const monitoring = watchedIn === undefined ? undefined : await watch(watchedIn);
const server = buildServer({
  admission,
  ...(monitoring && { onAnswered: monitoring.onAnswered }),
  database,
  clock,
  config: {
    secret: 'a secret that signs nothing in a benchmark',
    rateLimits: { requestsPerMinuteMax: 100_000_000, guessesPerMinuteMax: 30 },
  },
});
if (work === 'work') {
  await startWorker({
    supplies: { database, clock, mail: undefined },
    address,
    concurrency: 2,
    description: 'benchmark',
    log: { warn: (detail, message) => console.error(message, detail), error: console.error },
  });
}
await server.listen({ host: '127.0.0.1', port: 0 });
console.log((server.server.address() as AddressInfo).port);
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message === 'memory') process.send?.(process.memoryUsage.rss());
  const { user, system } = process.cpuUsage();
  if (message === 'processor') process.send?.((user + system) / 1_000);
  if (message === 'metrics') process.send?.(monitoring?.metricsAddress);
});

function watch(folder: string): Promise<Monitoring> {
  const installation: Installation = {
    config: readConfig({ WORKLEDGER_DATA: folder, METRICS_PORT: '0' }),
    database,
    address,
    secret: '',
    describe: () => {},
    close: async () => {},
  };
  return startMonitoring({
    installation,
    role: 'serve',
    log: openLog('fatal'),
    isServing: () => true,
    admission,
    does: [],
  });
}
