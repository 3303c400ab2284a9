import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ensureDatabase, findRunningPostgres, startPostgres, type PostgresOptions } from './postgres.ts';

const base = mkdtempSync(join(tmpdir(), 'workledger-launch-'));
chmodSync(base, 0o711);
after(() => rmSync(base, { recursive: true, force: true }));

const start = (name: string, options: Partial<PostgresOptions> = {}) =>
  startPostgres({ folder: join(base, name), settings: { shared_buffers: '16MB' }, ...options });

async function rowsOf(address: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A process that starts the server on the folder and writes rows until it is killed. */
async function startWriter(name: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'testing', 'writer.ts'), [join(base, name)]);
  await once(child, 'message');
  return child;
}

test('the first start makes a cluster that keeps what it acknowledges', async () => {
  const postgres = await start('fresh', { throwAway: true });
  assert.equal(postgres.adopted, false);
  const address = await ensureDatabase(postgres, 'workledger');
  const [row] = await rowsOf(
    address,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
            current_setting('data_checksums') AS checksums, current_setting('listen_addresses') AS listens,
            pg_encoding_to_char(encoding) AS encoding, datlocprovider AS provider
       FROM pg_database WHERE datname = current_database()`,
  );
  assert.deepEqual(row, {
    fsync: 'on',
    commit: 'on',
    checksums: 'on',
    listens: '',
    encoding: 'UTF8',
    provider: 'b',
  });
  await postgres.stop();
  assert.equal(await findRunningPostgres(join(base, 'fresh')), undefined);
});

test('a second start finds the database again', async () => {
  const postgres = await start('fresh');
  assert.equal(postgres.adopted, false);
  const rows = await rowsOf(await ensureDatabase(postgres, 'workledger'), 'SELECT 1 AS one');
  assert.deepEqual(rows, [{ one: 1 }]);
  await postgres.stop();
});

test('a server whose owner was killed is adopted, with every acknowledged row', async () => {
  const writer = await startWriter('fresh');
  const acknowledged = await killAfterRows(writer, 20);
  const postgres = await start('fresh');
  assert.equal(postgres.adopted, true);
  await assertKept(postgres.addressOf('workledger'), acknowledged);
  await postgres.stop();
});

test('after the death of owner and server every acknowledged row is there', async () => {
  const writer = await startWriter('fresh');
  const acknowledged = await killAfterRows(writer, 20);
  const before = await start('fresh');
  const pid = before.pid();
  before.leave();
  assert.ok(pid);
  process.kill(pid, 'SIGKILL');
  const postgres = await start('fresh');
  assert.equal(postgres.adopted, false);
  await assertKept(postgres.addressOf('workledger'), acknowledged);
  await postgres.stop();
});

test('a server that dies is started again', async () => {
  const said: string[] = [];
  const postgres = await start('fresh', { log: (message) => said.push(message) });
  const pid = postgres.pid();
  assert.ok(pid);
  process.kill(pid, 'SIGKILL');
  for (let waits = 0; waits < 200; waits += 1) {
    await pause(50);
    if (
      postgres.pid() !== undefined &&
      postgres.pid() !== pid &&
      (await findRunningPostgres(join(base, 'fresh')))
    )
      break;
  }
  assert.deepEqual(await rowsOf(postgres.addressOf('workledger'), 'SELECT 1 AS one'), [{ one: 1 }]);
  assert.deepEqual(said, ['PostgreSQL stopped unexpectedly; starting it again']);
  await postgres.stop();
});

test('a data folder with a path too long for a socket works', async () => {
  const name = join('long', 'x'.repeat(60), 'y'.repeat(60));
  const postgres = await start(name, { throwAway: true });
  assert.deepEqual(await rowsOf(postgres.addressOf('postgres'), 'SELECT 1 AS one'), [{ one: 1 }]);
  await postgres.stop();
});

test(
  'as root, a folder below a private home is refused by name',
  { skip: process.getuid?.() !== 0 },
  async () => {
    const home = join(base, 'home');
    mkdirSync(home, { mode: 0o700 });
    await assert.rejects(start(join('home', 'data')), (error: Error) => {
      assert.match(error.message, /may not enter .*home\. Set WORKLEDGER_DATA/);
      return true;
    });
  },
);

async function killAfterRows(writer: ChildProcess, count: number): Promise<number> {
  let acknowledged = 0;
  while (acknowledged < count) [acknowledged] = (await once(writer, 'message')) as [number];
  writer.on('message', (value) => (acknowledged = Number(value)));
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  return acknowledged;
}

async function assertKept(address: pg.ClientConfig, acknowledged: number): Promise<void> {
  const [row] = await rowsOf(address, 'SELECT count(*)::int AS count, max(id) AS last FROM kept');
  const { count, last } = row as { count: number; last: number };
  assert.equal(count, last);
  assert.ok(count >= acknowledged, `${count} rows of ${acknowledged} acknowledged`);
}
