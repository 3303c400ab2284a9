import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findRunningPostgres } from '#ops/postgres.ts';
import { startTestServer, testFolder, withServerLock } from './cluster.ts';

/** Runs beside the shared test server and stops it after a few minutes without a test. */

const lookEveryMs = 20_000;
const looksWithoutUseMax = 9;

async function sessions(): Promise<number | undefined> {
  const address = await findRunningPostgres(testFolder());
  if (address === undefined) return undefined;
  const client = new pg.Client(address);
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    return found.rows[0]?.count ?? 0;
  } finally {
    await client.end().catch(() => {});
  }
}

for (let idle = 0; idle < looksWithoutUseMax;) {
  await pause(lookEveryMs);
  const count = await sessions();
  if (count === undefined) process.exit(0);
  idle = count === 0 ? idle + 1 : 0;
}

const lock = withServerLock();
const count = await sessions();
if (count === 0) {
  const postgres = await startTestServer();
  await postgres.stop();
}
lock.release();
process.exit(0);
