// The tests of the API through PgBouncer by transaction, with the file of deploy/: node tests/servers/pooled.ts [test file …].
// Without files all of tests/api. What needs a session goes around it, as DATABASE_DIRECT_URL leads.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectToTestServer } from '#store/testing/cluster.ts';
import { closeStage, openStage, poolOfSocket } from './debian.ts';

const given = process.argv.slice(2);
const files = given.length > 0 ? given : globSync('tests/api/*.test.ts').toSorted();
const base = mkdtempSync(join(tmpdir(), 'workledger-pooled-'));
chmodSync(base, 0o711);
const stage = openStage(join(base, 'stage'));
// The connection keeps the server of the tests there as long as PgBouncer is.
const { client, addressOf } = await connectToTestServer();
const address = addressOf('postgres');
if (!('host' in address)) throw new Error('PgBouncer stands before the built-in PostgreSQL of the tests.');
try {
  const pooler = await poolOfSocket(stage, address);
  const child = spawn(process.execPath, ['--test', '--test-concurrency=2', ...files], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_POOLER: pooler },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  await closeStage(stage);
  await client.end();
  rmSync(base, { recursive: true, force: true });
}
