import { createHash } from 'node:crypto';
import { after } from 'node:test';
import type pg from 'pg';
import { openDatabase, type Database, type DatabaseAddress, type DatabaseOptions } from '../database.ts';
import { loadMigrations, migrate, type Migration } from '../migrate.ts';
import { connectToTestServer } from './cluster.ts';

/**
 * A database of its own for a test file, on a real PostgreSQL, in about 50 ms:
 *
 *     import { test } from 'node:test';
 *     import { testDatabase } from '#store/testing/database.ts';
 *
 *     const { database } = await testDatabase();
 *
 *     test('a firm is created with its owner', async () => {
 *       await database.asInstallation((tx) => tx.query('INSERT INTO firm …'));
 *       await database.inFirm(1, async (tx) => { … });
 *     });
 *
 * Call it once at the top of the file, outside of any test; it cleans up after itself. The database is a copy of a
 * template that holds every migration and no rows. The server starts by itself the first time and is shared by all
 * test processes; set TEST_DATABASE_URL to use another server (its user must be allowed to create databases).
 */

export type TestDatabase = {
  database: Database;
  /** For a second pool, another process, COPY… */
  address: DatabaseAddress;
  close: () => Promise<void>;
};

export async function testDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const server = await connectToTestServer();
  const template = await ensureTemplate(server.client, server.addressOf);
  const name = `test_${process.pid}_${(databasesMade += 1)}`;
  await server.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await server.client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const address = server.addressOf(name);
  const database = openDatabase(address, options);
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await database.close();
    await server.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.client.end();
  };
  after(close);
  return { database, address, close };
}

/** An empty database without migrations, for tests of the migrations themselves. */
export async function emptyTestDatabase(): Promise<{ address: DatabaseAddress; close: () => Promise<void> }> {
  const server = await connectToTestServer();
  const name = `test_${process.pid}_${(databasesMade += 1)}`;
  await server.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await server.client.query(`CREATE DATABASE ${name}`);
  const close = async () => {
    await server.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.client.end();
  };
  after(close);
  return { address: server.addressOf(name), close };
}

let databasesMade = 0;
const templatesKept = 5;
/** One template is built at a time, on the whole server. */
const templateLock = 7_305_401_552_319n;

async function ensureTemplate(
  client: pg.Client,
  addressOf: (name: string) => DatabaseAddress,
): Promise<string> {
  const migrations = await loadMigrations();
  const name = `template_${hashOf(migrations)}`;
  if (await exists(client, name)) return name;
  await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
  try {
    if (!(await exists(client, name))) await buildTemplate(client, { name, migrations, addressOf });
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [templateLock]);
  }
  return name;
}

async function buildTemplate(
  client: pg.Client,
  plan: { name: string; migrations: Migration[]; addressOf: (name: string) => DatabaseAddress },
): Promise<void> {
  const unfinished = plan.name.replace('template_', 'building_');
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished}`);
  const database = openDatabase(plan.addressOf(unfinished));
  try {
    await migrate(database.pool, plan.migrations);
  } finally {
    await database.close();
  }
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${plan.name}`);
  await dropOldTemplates(client);
}

/** Each change of a migration leaves a template behind; other working copies may still use the latest few. */
async function dropOldTemplates(client: pg.Client): Promise<void> {
  const found = await client.query<{ datname: string }>(
    String.raw`SELECT datname FROM pg_database WHERE datname LIKE 'template\_%' ORDER BY oid DESC OFFSET $1`,
    [templatesKept],
  );
  for (const { datname } of found.rows) {
    await client.query(`DROP DATABASE IF EXISTS ${datname}`).catch(() => {});
  }
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  return found.rowCount === 1;
}

function hashOf(migrations: readonly Migration[]): string {
  const hash = createHash('sha256');
  for (const { name, checksum } of migrations) hash.update(`${name} ${checksum}\n`);
  return hash.digest('hex').slice(0, 16);
}
