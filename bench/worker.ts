// The product's own worker in a process of its own, on the database named in the first argument. Says so to its parent when
// it is at work, how much memory it holds when it is asked, and ends with its parent.

import { openDatabase } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { startWorker } from '#worker/worker.ts';

const [, , address, now] = process.argv;
const at = JSON.parse(address!) as DatabaseAddress;
await startWorker({
  supplies: { database: openDatabase(at), clock: () => now!, mail: undefined },
  address: at,
  concurrency: 4,
  description: 'benchmark',
  log: { warn: (detail, message) => console.error(message, detail), error: console.error },
});
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message === 'memory') process.send?.(process.memoryUsage.rss());
});
