import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { openDatabase } from './database.ts';
import { loadMigrations, migrate, type Migration, migrationsToApply, pendingMigrations } from './migrate.ts';
import { emptyTestDatabase } from './testing/database.ts';

const migration = (name: string, sql: string): Migration => ({
  name,
  sql,
  checksum: createHash('sha256').update(sql).digest('hex'),
});
const first = migration('0001_a.sql', 'CREATE TABLE a (id int)');
const second = migration('0002_b.sql', 'CREATE TABLE b (id int)');

async function freshDatabase() {
  const { address } = await emptyTestDatabase();
  return openDatabase(address, { poolSize: 4 });
}

test('migrations run once, in order', async () => {
  const database = await freshDatabase();
  assert.deepEqual(await migrate(database.pool, [first]), { applied: ['0001_a.sql'], present: 1 });
  assert.deepEqual(await migrate(database.pool, [first, second]), { applied: ['0002_b.sql'], present: 2 });
  assert.deepEqual(await migrate(database.pool, [first, second]), { applied: [], present: 2 });
  await database.close();
});

test('the migrations of this release run on an empty database, and a second time find nothing to do', async () => {
  const database = await freshDatabase();
  const all = await loadMigrations();
  assert.deepEqual(
    (await migrate(database.pool)).applied,
    all.map(({ name }) => name),
  );
  assert.deepEqual((await migrate(database.pool)).applied, []);
  await database.close();
});

test('two programs that migrate at once do it once', async () => {
  const database = await freshDatabase();
  const outcomes = await Promise.all([
    migrate(database.pool, [first, second]),
    migrate(database.pool, [first, second]),
  ]);
  assert.deepEqual(
    outcomes.map(({ applied }) => applied.length).sort((a, b) => a - b),
    [0, 2],
  );
  await database.close();
});

test('a migration makes way for somebody at work, lets others by, and is tried again', async () => {
  const database = await freshDatabase();
  await migrate(database.pool, [first]);
  const atWork = await database.pool.connect();
  await atWork.query('BEGIN; INSERT INTO a VALUES (1)');
  const retries: string[] = [];
  const widened = migration('0002_a.sql', 'ALTER TABLE a ADD COLUMN note text');
  const migrating = migrate(database.pool, [first, widened], {
    lockTimeoutMs: 50,
    onRetry(message) {
      retries.push(message);
      if (retries.length === 2) void atWork.query('COMMIT').then(() => atWork.release());
    },
  });
  const begunMs = performance.now();
  await database.pool.query('SELECT count(*) FROM a');
  assert.ok(performance.now() - begunMs < 1_000, 'whoever reads waits no longer than one try');
  assert.deepEqual((await migrating).applied, ['0002_a.sql']);
  assert.equal(retries.length, 2);
  await database.close();
});

test('a migration that never gets its lock says so in the end', async () => {
  const database = await freshDatabase();
  await migrate(database.pool, [first]);
  const atWork = await database.pool.connect();
  await atWork.query('BEGIN; INSERT INTO a VALUES (1)');
  const widened = migration('0002_a.sql', 'ALTER TABLE a ADD COLUMN note text');
  await assert.rejects(
    migrate(database.pool, [first, widened], { lockTimeoutMs: 20, attemptsMax: 2 }),
    /0002_a\.sql failed and left nothing behind: .*lock timeout/,
  );
  atWork.release(true);
  await database.close();
});

test('a program may serve a database that is ahead of it, until something was taken away', async () => {
  const database = await freshDatabase();
  const all = await loadMigrations();
  const expanding = migration('9001_expand.sql', 'CREATE TABLE extra (id int)');
  await migrate(database.pool, [...all, expanding]);
  assert.deepEqual(await pendingMigrations(database.pool), []);
  const narrowed = migration('9002_contract.sql', '-- contracts: extra goes\nDROP TABLE extra');
  await migrate(database.pool, [...all, expanding, narrowed]);
  await assert.rejects(
    pendingMigrations(database.pool),
    /holds migration 9001_expand\.sql, which this release/,
  );
  await database.close();
});

test('a migration that fails leaves nothing behind and says where', async () => {
  const database = await freshDatabase();
  const broken = migration('0002_b.sql', 'CREATE TABLE b (id int);\nCREATE TABLE c (id nonsense);');
  await assert.rejects(migrate(database.pool, [first, broken]), /0002_b\.sql failed.*"nonsense".*\(line 2\)/);
  const rows = await database.asInstallation((tx) => tx.query('SELECT name FROM migration'));
  assert.deepEqual(rows, [{ name: '0001_a.sql' }]);
  await migrate(database.pool, [first, second]);
  await database.close();
});

test('a migration changed after it ran is refused', () => {
  const recorded = [{ name: first.name, checksum: 'other' }];
  assert.throws(() => migrationsToApply([first, second], recorded), /0001_a\.sql was changed after it ran/);
});

test('a database of a newer release is refused', () => {
  assert.throws(() => migrationsToApply([first], [first, second]), /0002_b\.sql, which this release/);
});

test('a migration that comes before one that already ran is refused', () => {
  assert.throws(() => migrationsToApply([first, second], [second]), /0001_a\.sql comes before 0002_b\.sql/);
});
