// Two servers on one database with a replica, behind a balancer that tries nothing twice: what callers notice of a
// restart and of migrations, and what a report holds. The same with HAProxy, PgBouncer and PostgreSQL of Debian, by hand:
// node tests/servers/main.ts.

import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase, type Database } from '#store/database.ts';
import { loadMigrations, migrate } from '#store/migrate.ts';
import { exitOf, freePort, leave, run, type Place } from '../faults/program.ts';
import { openOffice, reckon, startStorm } from '../faults/storm.ts';
import { openBalancer } from './balancer.ts';
import { startCluster } from './cluster.ts';
import { restartInTurn, startServer, until, type Crew } from './crew.ts';
import { startReaders } from './readers.ts';

const cluster = await startCluster();
const ports = [await freePort(), await freePort()];
const base = mkdtempSync(join(tmpdir(), 'workledger-servers-'));
const environment = {
  DATABASE_URL: cluster.primaryUrl,
  DATABASE_REPLICA_URL: cluster.replicaUrl,
  DATABASE_POOL_SIZE: '8',
  SECRET: 'a secret that all servers of the test share',
  DRAIN_SECONDS: '2',
};
const primary = { connectionString: cluster.primaryUrl };
const place: { -readonly [Key in keyof Place]: Place[Key] } = {
  base,
  data: join(base, 'data'),
  port: 0,
  url: '',
  running: new Set(),
  database: primary,
};
const crew: Crew = { place, environment, ports, servers: new Map(), workers: [] };
after(async () => {
  await leave(place);
  await cluster.stop();
});

const administrator = new pg.Client({ connectionString: cluster.replicaUrl });
administrator.on('error', () => {});
await administrator.connect();

test('of two programs that migrate at once, one does it and the other finds it done', async () => {
  const both = [run(place, 'migrate', environment), run(place, 'migrate', environment)];
  assert.deepEqual(await Promise.all(both.map(exitOf)), [0, 0]);
  const said = both.map((program) => (program.said().includes('nothing to do') ? 'found' : 'did'));
  assert.deepEqual(said.toSorted(), ['did', 'found']);
});

test('servers restart in turn and migrations run, and no caller notices', async () => {
  for (const port of ports) await startServer(crew, port);
  const balancer = await openBalancer(ports);
  place.url = balancer.url;
  const office = await openOffice(place, 4);
  const storm = startStorm(place, { ...office, jobs: office.jobs.slice(0, 2) }, 4);
  const readers = startReaders(place, office, office.jobs.slice(2), 20);
  await pause(300);

  const database = openDatabase(primary, { poolSize: 3 });
  const sql = 'create table later (id int); alter table time_entry add column later text';
  const expanding = { name: '9999_later.sql', sql, checksum: '' };
  await migrate(database.pool, [...(await loadMigrations()), expanding]);
  await database.close();
  // The program that starts again does not know of the migration that ran meanwhile.
  await restartInTurn(crew, async (port) => balancer.ready().includes(port));

  await pause(300);
  await Promise.all([storm.stop(), readers.stop()]);
  await balancer.close();
  assert.deepEqual(balancer.failures, []);
  assert.deepEqual({ storm: storm.retries, readers: readers.retries }, { storm: 0, readers: 0 });
  assert.deepEqual({ stale: readers.stale, failures: readers.failures }, { stale: [], failures: [] });
  assert.ok(readers.reports > 10 && storm.acknowledged.length > 50);
  const { lost, doubled, differences } = await reckon(place, office, [
    ...storm.acknowledged,
    ...readers.acknowledged,
  ]);
  assert.deepEqual({ lost, doubled, differences }, { lost: [], doubled: 0, differences: 0 });
});

test('a process that wants more connections than there are says so instead of starting', async () => {
  const greedy = run(place, 'serve', { ...environment, DATABASE_POOL_SIZE: '400' });
  assert.equal(await exitOf(greedy), 1);
  assert.match(
    greedy.said(),
    /may open 405 connections, and the database accepts 97\. Lower DATABASE_POOL_SIZE/,
  );
});

test('a server or a worker with another secret than the others says so instead of starting', async () => {
  const stranger = { ...environment, SECRET: 'a secret that no other server of the test has' };
  for (const role of ['serve', 'work']) {
    const program = run(place, role, stranger);
    assert.equal(await exitOf(program), 1);
    assert.match(program.said(), /SECRET\) is not the one that this database is used with\./);
  }
});

const database = openDatabase(primary, { poolSize: 3, replica: { connectionString: cluster.replicaUrl } });
after(() => database.close());
let written = 0;

/** Writes, and reads it back as a report does: what was found, and whether a replica said so. */
async function writeAndRead(on: Database): Promise<{ isThere: boolean; fromReplica: boolean }> {
  const name = `Written ${(written += 1)}`;
  await on.inFirm(1, (tx) => tx.query('update firm set name = $2 where id = $1', [tx.firmId, name]));
  const options = { readOnly: true, snapshot: true, replica: true };
  const [row] = await on.inFirm(
    1,
    (tx) =>
      tx.query<{ name: string; recovering: boolean }>(
        'select name, pg_is_in_recovery() as recovering from firm where id = $1',
        [tx.firmId],
      ),
    options,
  );
  return { isThere: row?.name === name, fromReplica: row?.recovering === true };
}

test('a report is read from the replica, and holds what was saved a moment before', async () => {
  let fromReplica = 0;
  await until('20 reports come from the replica', async () => {
    const found = await writeAndRead(database);
    assert.ok(found.isThere);
    fromReplica += Number(found.fromReplica);
    return fromReplica >= 20;
  });
});

test('a replica that is behind is left alone until it has caught up', async () => {
  await administrator.query('select pg_wal_replay_pause()');
  assert.deepEqual(await writeAndRead(database), { isThere: true, fromReplica: false });
  await administrator.query('select pg_wal_replay_resume()');
  await until('the replica is read again', async () => (await writeAndRead(database)).fromReplica);
});

test('a replica that was promoted is a stranger, and nothing is read from it', async () => {
  await administrator.query('select pg_promote()');
  assert.deepEqual(await writeAndRead(database), { isThere: true, fromReplica: false });
  assert.deepEqual(await writeAndRead(database), { isThere: true, fromReplica: false });
});

test('a replica that is gone is not missed', async () => {
  await administrator.end();
  await cluster.replica.stop();
  assert.deepEqual(await writeAndRead(database), { isThere: true, fromReplica: false });
  const another = openDatabase(primary, { replica: { connectionString: cluster.replicaUrl } });
  assert.deepEqual(await writeAndRead(another), { isThere: true, fromReplica: false });
  await another.close();
});
