// A worker as a process of its own, so that a test can kill it: node worker-process.ts <database> <SMTP address>. Without
// an address it sends no mail.

import { openMailServer } from '#ops/mail-server.ts';
import { openDatabase } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { startWorker } from '../worker.ts';
import { drawUpForTest } from './draw-up.ts';

const [address, smtpUrl] = process.argv.slice(2);
const database = JSON.parse(address!) as DatabaseAddress;
await startWorker({
  supplies: {
    database: openDatabase(database),
    clock: () => new Date().toISOString(),
    mail:
      smtpUrl === undefined
        ? undefined
        : { transport: openMailServer(smtpUrl, 'accounts@practice.example'), drawUp: drawUpForTest },
  },
  address: database,
  concurrency: 1,
  description: 'a worker to be killed',
  log: { warn() {}, error() {} },
  // As fast as the tests themselves, so that the next one takes over from one that was killed.
  pace: { lookEvery: 50, reportEvery: 100, absentFor: 300 },
});
