// The product's own HTTP server in a process of its own, on the database named in the first argument. Says its port on
// standard output and ends with its parent.

import type { AddressInfo } from 'node:net';
import { buildServer } from '#api/server.ts';
import { openDatabase, type DatabaseAddress } from '#store/database.ts';

const [, , address, now] = process.argv;
const database = openDatabase(JSON.parse(address!) as DatabaseAddress);
const server = buildServer({
  database,
  clock: () => now!,
  config: {
    secret: 'a secret that signs nothing in a benchmark',
    rateLimits: { requestsPerMinuteMax: 100_000_000, guessesPerMinuteMax: 30 },
  },
});
await server.listen({ host: '127.0.0.1', port: 0 });
console.log((server.server.address() as AddressInfo).port);
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message === 'memory') process.send?.(process.memoryUsage.rss());
});
