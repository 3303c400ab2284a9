// Backups of a database that people work on, and what is restored from them.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { contextOf } from '#actions/testing/practice.ts';
import { findBackups } from '#ops/backup/backups.ts';
import { openBackup, restoreBackup } from '#ops/backup/restore-backup.ts';
import { readTotals } from '#store/backup/totals.ts';
import type { Database } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { loadMigrations, migrate } from '#store/migrate.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { demoFirm, smallFirm } from '../demo-firm.ts';
import {
  backUp,
  emptyDatabase,
  keepRecording,
  recordHour,
  restoreAnew,
  restoreInto,
  temporaryPlace,
} from './installations.ts';

const { database, address } = await testDatabase({}, demoFirm(smallFirm));
const firm = await testFirm(database);
await recordHour(contextOf(database, firm), firm, 'before everything');

const notesOf = async (of: Database): Promise<string[]> => {
  const rows = await of.inFirm(firm.firmId, (tx) =>
    tx.query<{ note: string }>('select note from time_entry where firm_id = $1 order by id', [firm.firmId]),
  );
  return rows.map(({ note }) => note);
};

// One backup for the tests that only look at it, and what was restored of it before anybody went on here.
await database.asInstallation((tx) =>
  tx.query(`select graphile_worker.add_job('sendMail', '{"firmId": 1, "id": 7}', job_key => 'sendMail:1:7')`),
);
const usualPlace = temporaryPlace();
const { folder: usualFolder } = await backUp(address, usualPlace);
const { database: copy } = await restoreAnew(usualPlace, usualFolder);

/** Everything the catalogue says of the tables: columns, keys, indexes, triggers, privileges and fences. */
const shapeOf = (of: Database) =>
  of.asInstallation((tx) =>
    tx.query(`
      select 'constraint' as what, conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) || convalidated::text as is
        from pg_constraint where connamespace in ('public'::regnamespace, 'auth'::regnamespace)
      union all select 'index', indexdef from pg_indexes where schemaname in ('public', 'auth')
      union all select 'trigger', pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
      union all select 'policy', tablename || policyname || qual from pg_policies
      union all select 'privileges', relname || coalesce(relacl::text, '') || relrowsecurity::text from pg_class
        where relnamespace in ('public'::regnamespace, 'auth'::regnamespace) and relkind in ('r', 'v', 'S')
      union all select 'sequence', schemaname || sequencename || coalesce(last_value::text, '') from pg_sequences
        where schemaname in ('public', 'auth')
      order by 1, 2`),
  );

test('a restored database has the same rules, goes on counting and takes new work', async () => {
  assert.deepEqual(await shapeOf(copy), await shapeOf(database));
  assert.deepEqual(await copy.asInstallation(readTotals), await database.asInstallation(readTotals));

  await recordHour(contextOf(copy, firm), firm, 'after everything');
  assert.equal((await notesOf(copy)).at(-1), 'after everything');
  assert.deepEqual(await verifyFirm(copy, firm.firmId), []);
  await assert.rejects(
    copy.asInstallation((tx) => tx.query('delete from ledger_line')),
    /append-only/,
  );
});

test('a backup made while four people record is the books of one moment', async () => {
  const place = temporaryPlace();
  const names = ['Ana', 'Ben', 'Cleo', 'Dev'];
  const writers = names.map((name) => keepRecording(database, firm, name));
  while (writers.some((writer) => writer.recorded() < 3))
    await new Promise((resolve) => setTimeout(resolve, 5));
  const before = writers.map((writer) => writer.recorded());
  const made = await backUp(address, place);
  const during = writers.map((writer) => writer.recorded());
  const inTheEnd = await Promise.all(writers.map((writer) => writer.stop()));

  const { restored, database: ofFour } = await restoreAnew(place, made.folder);
  assert.deepEqual(
    restored.firms.map(({ differences }) => differences),
    [0, 0],
  );
  const notes = await notesOf(ofFour);
  for (const [at, name] of names.entries()) {
    const kept = notes.filter((note) => note.startsWith(name));
    // What one person recorded one after the other is there up to some point, and nothing after it.
    assert.deepEqual(
      kept,
      kept.map((_, number) => `${name} ${number}`),
    );
    assert.ok(kept.length >= before[at]!, 'what was acknowledged before is missing');
    assert.ok(kept.length <= during[at]! + 1, 'it holds what came after it');
  }
  assert.ok(
    during.some((recorded, at) => recorded > before[at]!),
    'nobody could record during the backup',
  );
  assert.ok(inTheEnd.some((recorded, at) => recorded >= during[at]!));
});

test('what was queued is queued again', async () => {
  const queued = await copy.asInstallation((tx) =>
    tx.query('select key, payload from graphile_worker._private_jobs'),
  );
  assert.deepEqual(queued, [{ key: 'sendMail:1:7', payload: { firmId: 1, id: 7 } }]);
});

test('an encrypted backup is restored with its passphrase and with no other', async () => {
  const place = temporaryPlace();
  const { folder } = await backUp(address, place, { passphrase: 'four words of mine' });
  for (const file of readdirSync(join(place.path, folder)))
    assert.ok(!readFileSync(join(place.path, folder, file), 'latin1').includes('before everything'));
  await assert.rejects(openBackup(place, folder, undefined), /is encrypted\. Set BACKUP_PASSPHRASE/);
  await assert.rejects(openBackup(place, folder, 'four words of yours'), /passphrase is not the one/);
  const { restored } = await restoreAnew(place, folder, 'four words of mine');
  assert.ok(restored.firms.every(({ differences }) => differences === 0));
  assert.equal(
    (await openBackup(place, folder, 'four words of mine')).details.secret,
    'a secret of sessions',
  );
});

test('without a passphrase the secret that signs sessions stays behind', async () => {
  assert.equal((await openBackup(usualPlace, usualFolder, undefined)).details.secret, null);
  for (const file of readdirSync(join(usualPlace.path, usualFolder)))
    assert.ok(
      !readFileSync(join(usualPlace.path, usualFolder, file), 'latin1').includes('a secret of sessions'),
    );
});

for (const passphrase of [undefined, 'four words of mine']) {
  test(`a damaged file ${passphrase === undefined ? '' : 'of an encrypted backup '}is named, and nothing is restored`, async () => {
    const place = temporaryPlace();
    const { folder } = await backUp(address, place, { passphrase });
    const path = (name: string) => join(place.path, folder, name);
    const name = readdirSync(join(place.path, folder)).find((each) => each.startsWith('ledger_line.'))!;
    const whole = readFileSync(path(name));
    const target = await emptyDatabase();
    const damages: Readonly<Record<string, Buffer>> = {
      'a byte in the middle': flipped(whole, Math.floor(whole.length / 2)),
      'the last byte': flipped(whole, whole.length - 1),
      'cut short': whole.subarray(0, whole.length - 40),
      empty: Buffer.alloc(0),
      'another file': readFileSync(path(name.replace('ledger_line', 'journal'))),
    };
    for (const [damage, content] of Object.entries(damages)) {
      writeFileSync(path(name), content);
      await assert.rejects(
        restoreInto(place, folder, target, passphrase),
        (error: Error) => error.message.startsWith(`${name} of the backup is damaged`),
        damage,
      );
    }
    // What was begun and broken off is no obstacle for the next attempt.
    writeFileSync(path(name), whole);
    const restored = await restoreInto(place, folder, target, passphrase);
    assert.ok(restored.firms.every(({ differences }) => differences === 0));
  });
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1;
  return changed;
}

test('a manifest that somebody changed is refused', async () => {
  const place = temporaryPlace();
  const { folder } = await backUp(address, place);
  const path = join(place.path, folder, 'manifest.json');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('"program": "0.0.0"', '"program": "0.0.1"'));
  await assert.rejects(openBackup(place, folder, undefined), /does not agree with its own digest/);
  writeFileSync(path, text.slice(0, -100));
  await assert.rejects(openBackup(place, folder, undefined), /manifest.json of the backup is damaged/);
  assert.equal((await findBackups(place)).damaged[0]?.folder, folder);
  writeFileSync(path, text.replace('"formatVersion": 1', '"formatVersion": 2'));
  await assert.rejects(openBackup(place, folder, undefined), /is in format 2/);
});

test('a backup of an older schema is restored and migrated; one of a newer release is refused', async () => {
  const [place, folder] = [usualPlace, usualFolder];
  const manifest = await openBackup(place, folder, undefined);
  const known = await loadMigrations();
  const later = {
    name: '9999_later.sql',
    sql: 'alter table firm add later int default 7',
    checksum: 'later',
  };
  const target = await emptyDatabase();
  const order = { place, folder, manifest, ...target };
  const restored = await restoreBackup({ ...order, migrations: [...known, later] });
  assert.deepEqual(restored.migrated, ['9999_later.sql']);
  const rows = await target.database.asInstallation((tx) => tx.query('select distinct later from firm'));
  assert.deepEqual(rows, [{ later: 7 }]);

  const empty = await emptyDatabase();
  const older = restoreBackup({ ...order, ...empty, migrations: known.slice(0, -1) });
  await assert.rejects(older, new RegExp(`holds migration ${known.at(-1)!.name}, which this release`));
  const ahead = restoreBackup({ ...order, migrations: [...known, later] });
  await assert.rejects(ahead, /The database is not empty/);
  const prepared = await emptyDatabase();
  await migrate(prepared.database.pool, [...known, later]);
  await assert.rejects(
    restoreBackup({ ...order, ...prepared }),
    /already has 9999_later.sql, which the backup/,
  );
  const other = known.map((migration, at) => (at === 3 ? { ...migration, checksum: 'other' } : migration));
  await assert.rejects(restoreBackup({ ...order, ...empty, migrations: other }), /is another one here/);
});

test('nothing is restored over a database that holds something', async () => {
  await assert.rejects(restoreInto(usualPlace, usualFolder, { database, address }), /is not empty/);
  const foreign = await emptyDatabase();
  await foreign.database.asInstallation((tx) => tx.query('create table somebody_elses (id int)'));
  await assert.rejects(restoreInto(usualPlace, usualFolder, foreign), /is not empty/);
});
