import { createHash } from 'node:crypto';
import { after } from 'node:test';
import type pg from 'pg';
import { openDatabase, type Database, type DatabaseOptions } from '../database.ts';
import type { DatabaseAddress } from '../address.ts';
import { loadMigrations, migrate, type Migration } from '../migrate.ts';
import { makeSpreadDatabase, spreadsTests } from './citus.ts';
import { connectToTestServer, type TestServer } from './cluster.ts';

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
 * test processes; set TEST_DATABASE_URL to use another server (its user must be allowed to create databases), and
 * TEST_DATABASE_CITUS=on where that is the coordinator of a Citus cluster (citus.ts). With TEST_DATABASE_POOLER, such as
 * postgres://tester@127.0.0.1:6432, all that servers send through a pooler goes through that one.
 */

export type TestDatabase = {
  database: Database;
  /** For a second pool, another process, COPY… */
  address: DatabaseAddress;
  close: () => Promise<void>;
};

export async function testDatabase(options: DatabaseOptions = {}, filling?: Filling): Promise<TestDatabase> {
  const server = await connectToTestServer();
  const name = `test_${process.pid}_${(databasesMade += 1)}`;
  const dropElsewhere = spreadsTests()
    ? await makeSpreadDatabase(server, name, filling?.fill)
    : await copyTemplate(server, name, filling);
  const address = server.addressOf(name);
  const database = openThroughPooler(name, address, options) ?? openDatabase(address, options);
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await database.close();
    await server.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await dropElsewhere();
    await server.client.end();
  };
  after(close);
  return { database, address, close };
}

function openThroughPooler(
  name: string,
  directAddress: DatabaseAddress,
  options: DatabaseOptions,
): Database | undefined {
  const pooler = process.env['TEST_DATABASE_POOLER'];
  if (!pooler) return undefined;
  const connectionString = `${pooler}/${name}`;
  return openDatabase({ connectionString }, { preparedStatements: false, ...options, directAddress });
}

async function copyTemplate(
  server: TestServer,
  name: string,
  filling: Filling | undefined,
): Promise<() => Promise<void>> {
  const { client } = server;
  const migrated = await ensureTemplate(client, server.addressOf);
  const template = filling === undefined ? migrated : await ensureFilled(server, migrated, filling);
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return async () => {};
}

/** What many test files begin with, such as a whole firm: made once, and copied from then on. */
export type Filling = {
  /** Lower-case letters, digits and underscores; another one whenever what fills it is another. */
  name: string;
  fill: (database: Database) => Promise<void>;
};

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
const unfinished = 'building_template';
/** One template is built at a time, on the whole server. */
const templateLock = 7_305_401_552_319n;

async function ensureTemplate(
  client: pg.Client,
  addressOf: (name: string) => DatabaseAddress,
): Promise<string> {
  const migrations = await loadMigrations();
  const name = `template_${hashOf(migrations)}`;
  await once(client, name, () => buildTemplate(client, { name, migrations, addressOf }));
  return name;
}

async function ensureFilled(
  { client, addressOf }: TestServer,
  migrated: string,
  { name: filling, fill }: Filling,
): Promise<string> {
  const name = `filled_${filling}_${migrated.replace('template_', '')}`;
  await once(client, name, async () => {
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished} TEMPLATE ${migrated}`);
    const database = openDatabase(addressOf(unfinished));
    try {
      await fill(database);
    } finally {
      await database.close();
    }
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
    await dropOld(client, 'filled');
  });
  return name;
}

/** Makes what is not there yet; of several processes that want it, one does. */
async function once(client: pg.Client, name: string, make: () => Promise<void>): Promise<void> {
  if (await exists(client, name)) return;
  await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
  try {
    if (!(await exists(client, name))) await make();
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [templateLock]);
  }
}

async function buildTemplate(
  client: pg.Client,
  plan: { name: string; migrations: Migration[]; addressOf: (name: string) => DatabaseAddress },
): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished}`);
  const database = openDatabase(plan.addressOf(unfinished));
  try {
    await migrate(database.pool, plan.migrations);
  } finally {
    await database.close();
  }
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${plan.name}`);
  await dropOld(client, 'template');
}

/** Each change leaves something behind; other working copies may still use the latest few. */
async function dropOld(client: pg.Client, kind: 'template' | 'filled'): Promise<void> {
  const found = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY oid DESC OFFSET $2',
    [`${kind}_`, templatesKept],
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
