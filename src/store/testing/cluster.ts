import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { takeLock } from '#ops/exclusive-lock.ts';
import { folderInTheWay, postgresUser } from '#ops/postgres-files.ts';
import { findRunningPostgres, startPostgres, type PostgresAddress } from '#ops/postgres.ts';

/**
 * One PostgreSQL for all test processes of this working copy. Whoever comes first starts it; it survives its starter
 * and is stopped by a watcher (`idle-watch.ts`) when no test has been connected for a while. It does not wait for the
 * disk: what it holds is thrown away. Starting and stopping happen under one lock.
 */

const project = join(import.meta.dirname, '..', '..', '..');
const lockWaitMs = 60_000;
const connectAttemptsMax = 5;

const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '1h',
  deadlock_timeout: '100ms',
};

export type Address = PostgresAddress | { connectionString: string };

export type TestServer = { client: pg.Client; addressOf: (database: string) => Address };

/** A connection to the test server that counts as "in use" for as long as it is open. */
export async function connectToTestServer(): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return connectToGiven(given);
  for (let attempt = 1; ; attempt += 1) {
    const address = (await findRunningPostgres(testFolder())) ?? (await startShared());
    const client = new pg.Client(address);
    client.on('error', () => {});
    try {
      await client.connect();
      return { client, addressOf: (database) => ({ ...address, database }) };
    } catch (error) {
      // It was just being stopped by the watcher.
      if (attempt >= connectAttemptsMax) throw error;
      await pause(50 * attempt);
    }
  }
}

async function connectToGiven(connectionString: string): Promise<TestServer> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const addressOf = (database: string) => {
    const url = new URL(connectionString);
    url.pathname = `/${database}`;
    return { connectionString: url.href };
  };
  return { client, addressOf };
}

export function testFolder(): string {
  const folder = join(project, 'node_modules', '.cache', 'workledger', 'postgres');
  const user = postgresUser();
  if (user === undefined || folderInTheWay(folder, user) === undefined) return folder;
  const key = createHash('sha256').update(project).digest('hex').slice(0, 12);
  return join(tmpdir(), `workledger-test-${key}`);
}

/** Held while the server is started or stopped. */
export function withServerLock(): { release(): void } {
  mkdirSync(testFolder(), { recursive: true, mode: 0o711 });
  return takeLock(join(testFolder(), 'start.lock'), `process ${process.pid}`, lockWaitMs);
}

/** Call with the lock held. */
export function startTestServer() {
  return startPostgres({ folder: testFolder(), settings, throwAway: true });
}

async function startShared(): Promise<PostgresAddress> {
  const lock = withServerLock();
  try {
    const postgres = await startTestServer();
    if (!postgres.adopted) await dropLeftovers(postgres.addressOf('postgres'));
    postgres.leave();
    const watcher = join(import.meta.dirname, 'idle-watch.ts');
    if (!postgres.adopted) {
      spawn(process.execPath, [watcher], { detached: true, stdio: 'ignore', cwd: project }).unref();
    }
    return postgres.addressOf('postgres');
  } finally {
    lock.release();
  }
}

/** Databases of test processes that were killed; nobody can be connected yet. */
async function dropLeftovers(address: PostgresAddress): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  const found = await client.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^(test|building)_'`,
  );
  for (const { datname } of found.rows) {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(datname)} WITH (FORCE)`);
  }
  await client.end();
}
