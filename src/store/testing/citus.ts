// A database of its own for a test file, spread over a Citus cluster: with TEST_DATABASE_CITUS=on, TEST_DATABASE_URL leads to
// a database of the coordinator that knows its workers. Such a database cannot be copied from a template, so each is made
// from the beginning, on every machine, which takes half a minute; docs/operating/citus.md says which tests to run so.

import pg from 'pg';
import { distribute } from '../citus/distribute.ts';
import { openDatabase, type Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import type { TestServer } from './cluster.ts';

type Machine = { readonly host: string; readonly port: number };

/** Few, since each of some eighty tables has so many parts. */
const partsPerTable = 4;

export function spreadsTests(): boolean {
  return process.env['TEST_DATABASE_CITUS'] === 'on';
}

/** Returns how to drop it on the other machines, after it was dropped on the coordinator. */
export async function makeSpreadDatabase(
  server: TestServer,
  name: string,
  fill?: (database: Database) => Promise<void>,
): Promise<() => Promise<void>> {
  const { rows: workers } = await server.client.query<Machine>(
    `select nodename as host, nodeport as port from pg_dist_node where noderole = 'primary' and groupid <> 0`,
  );
  const onWorkers = async (database: string, statements: readonly string[]) => {
    for (const worker of workers) await run(addressOn(worker, database), statements);
  };
  const drop = `drop database if exists ${name} with (force)`;
  const make = [drop, `create database ${name}`];
  const given = new URL(process.env['TEST_DATABASE_URL']!).pathname.slice(1);
  // The coordinator makes the database for itself only; newer versions can be told to make it everywhere.
  for (const statement of make) await server.client.query(statement);
  await onWorkers(given, make);
  await onWorkers(name, ['create extension citus']);
  const coordinator = new URL(process.env['TEST_DATABASE_URL']!);
  const own = `'${coordinator.hostname}', ${coordinator.port || 5432}`;
  await run(server.addressOf(name), [
    'create extension citus',
    `select citus_set_coordinator_host(${own})`,
    ...workers.map(({ host, port }) => `select citus_add_node('${host}', ${port})`),
    ...(workers.length === 0 ? [`select citus_set_node_property(${own}, 'shouldhaveshards', true)`] : []),
    `alter database ${name} set citus.shard_count = ${partsPerTable}`,
    // Tests put faults into tables by triggers of their own.
    `alter database ${name} set citus.enable_unsafe_triggers = on`,
  ]);
  const database = openDatabase(server.addressOf(name), { poolSize: 3 });
  try {
    await migrate(database.pool);
  } finally {
    await database.close();
  }
  const alone = openDatabase(server.addressOf(name), { poolSize: 1 });
  try {
    await distribute(alone.pool);
  } finally {
    await alone.close();
  }
  if (fill !== undefined) {
    const filled = openDatabase(server.addressOf(name));
    try {
      await fill(filled);
    } finally {
      await filled.close();
    }
  }
  return () => onWorkers(given, [drop]);
}

/** As the coordinator is entered, on another machine. */
function addressOn({ host, port }: Machine, database: string): pg.ClientConfig {
  const url = new URL(process.env['TEST_DATABASE_URL']!);
  url.hostname = host;
  url.port = String(port);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

async function run(address: pg.ClientConfig, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
