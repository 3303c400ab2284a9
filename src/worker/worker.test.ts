// How a worker comes and goes: what it leaves of itself in the database, and what it says of lost connections.

import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { test } from 'node:test';
import { testDatabase } from '#store/testing/database.ts';
import { startWorker } from './worker.ts';
import type { WorkerLog } from './pace.ts';

const { database, address } = await testDatabase();

function start(log: WorkerLog) {
  return startWorker({
    supplies: { database, clock: () => '2026-03-31T00:00:00Z', mail: undefined },
    address,
    concurrency: 2,
    description: 'a test',
    log,
    pace: { lookEvery: 50, reportEvery: 100, beginAgainAfter: 50 },
  });
}

async function ofWorkers<Row extends object>(select: string): Promise<Row[]> {
  return database.asInstallation((tx) =>
    tx.query<Row>(
      `select ${select} from pg_stat_activity
       where datname = current_database() and application_name = 'workledger worker'`,
    ),
  );
}

test('when a worker has stopped, the database has no connection of it any more', async () => {
  const said: string[] = [];
  const log = { warn: (_: object, text: string) => said.push(text), error() {} };
  for (let time = 0; time < 5; time += 1) {
    const worker = await start(log);
    while ((await ofWorkers('pid')).length === 0);
    await worker.stop();
    assert.deepEqual(await ofWorkers('pid, state'), []);
  }
  assert.deepEqual(said, []);
});

test('a lost connection is told without what it was opened with', async (t) => {
  const lost = new EventEmitter<{ told: [] }>();
  const errors: Error[] = [];
  const log = {
    warn(detail: { err?: Error }, text: string) {
      if (detail.err !== undefined) errors.push(detail.err);
      if (text === 'The worker lost a connection.') lost.emit('told');
    },
    error() {},
  };
  const worker = await start(log);
  t.after(() => worker.stop());
  // One listens and is in use; others that looked for work are idle.
  while ((await ofWorkers('pid')).length < 2);
  const told = once(lost, 'told');
  await ofWorkers('pg_terminate_backend(pid)');
  await told;
  assert.deepEqual(
    errors.filter((error) => 'client' in error),
    [],
  );
});
