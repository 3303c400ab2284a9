// The product's own HTTP server in a process of its own, on the database named in the first argument; with a worker beside
// it, as `npm start` has it, where the third says "work". Says its port on standard output and ends with its parent.

import type { AddressInfo } from 'node:net';
import { openAdmission } from '#api/admission/admission.ts';
import { limitsFor } from '#api/admission/limits.ts';
import { buildServer } from '#api/server.ts';
import { openDatabase, type DatabaseAddress } from '#store/database.ts';
import { startWorker } from '#worker/worker.ts';

const [, , given, now, work] = process.argv;
const address = JSON.parse(given!) as DatabaseAddress;
/** As `workledger serve` has it on two processors. */
const requestsAtOnce = 8;
const clock = () => now!;
const database = openDatabase(address);
const server = buildServer({
  admission: openAdmission(limitsFor(requestsAtOnce)),
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
});
