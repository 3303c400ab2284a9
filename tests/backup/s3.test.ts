// Backups in a store that speaks S3.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { contextOf } from '#actions/testing/practice.ts';
import { findBackups } from '#ops/backup/backups.ts';
import { clearAway } from '#ops/backup/clear-away.ts';
import { openPlace } from '#ops/backup/open-place.ts';
import { readKeep } from '#ops/backup/retention.ts';
import { readInstallationId } from '#store/backup/installation.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { backUp, now, recordHour, restoreAnew } from './installations.ts';
import { openS3StandIn } from './s3-stand-in.ts';

const { database, address } = await testDatabase();
const firm = await testFirm(database);
await recordHour(contextOf(database, firm), firm, 'an hour');
const store = await openS3StandIn();
const place = openPlace(store.target, store.access);

async function* pieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

test('a backup goes to the store and comes back', async () => {
  const { folder } = await backUp(address, place, { passphrase: 'four words of mine' });
  const found = await findBackups(place);
  assert.deepEqual(
    found.finished.map((backup) => backup.folder),
    [folder],
  );
  const { restored } = await restoreAnew(place, folder, 'four words of mine');
  assert.deepEqual(
    restored.firms.map(({ differences }) => differences),
    [0],
  );
  assert.equal(store.refusals, 0);
});

test('a file larger than a part is sent in parts', async () => {
  const content = randomBytes(40 * 1024 * 1024 + 5);
  await place.write('large/file.bin', pieces(content, 1_000_003));
  assert.ok(store.objects.get('of the firm/large/file.bin')!.equals(content));
  assert.ok((await buffer(await place.read('large/file.bin'))).equals(content));
  assert.equal(store.uploads.size, 0);
  await place.remove(['large/file.bin']);
});

test('what exactly fills a part, and what is empty, arrive as they are', async () => {
  for (const size of [0, 16 * 1024 * 1024, 32 * 1024 * 1024]) {
    const content = randomBytes(size);
    await place.write('exact.bin', pieces(content, 1 << 20));
    assert.ok(store.objects.get('of the firm/exact.bin')!.equals(content), String(size));
  }
  await place.remove(['exact.bin']);
});

test('an upload that breaks off leaves nothing behind', async () => {
  async function* breakingOff(): AsyncGenerator<Buffer> {
    yield randomBytes(40 * 1024 * 1024);
    throw new Error('the tables are gone');
  }
  await assert.rejects(place.write('half.bin', breakingOff()), /the tables are gone/);
  assert.equal(store.uploads.size, 0);
  assert.ok(!store.objects.has('of the firm/half.bin'));
});

test('a store that is busy now and then is asked again; one that refuses is quoted', async (t) => {
  store.isBusy = (request) => request % 9 === 0;
  t.after(() => (store.isBusy = () => false));
  const { folder } = await backUp(address, place);
  await restoreAnew(place, folder);
  store.isBusy = () => false;
  const stranger = openPlace(store.target, { ...store.access, secretAccessKey: 'another' });
  await assert.rejects(stranger.list(), /refused listing \(403, SignatureDoesNotMatch: No & no\.\)/);
  await assert.rejects(openPlace('s3://elsewhere', store.access).list(), /NoSuchBucket/);
  await assert.rejects(place.read('nothing'), /is missing/);
});

test('old backups are cleared away, those of others are not', async () => {
  const others = [...store.objects.keys()].length;
  await place.write('notes/mine.txt', pieces(Buffer.from('kept'), 4));
  const installationId = await database.asInstallation(readInstallationId);
  const order = { keep: readKeep('1 daily')!, now };
  const foreign = await clearAway(place, {
    ...order,
    installationId: '00000000-0000-4000-8000-000000000000',
  });
  assert.deepEqual(foreign, { outlived: [], unfinished: [] });
  assert.equal([...store.objects.keys()].length, others + 1);
  const before = await findBackups(place);
  const looked = await clearAway(place, { ...order, installationId, onlyLook: true });
  const cleared = await clearAway(place, { ...order, installationId });
  assert.deepEqual(looked, cleared);
  assert.equal(cleared.outlived.length, before.finished.length - 1);
  const left = await findBackups(place);
  assert.deepEqual(
    left.finished.map(({ folder }) => folder),
    [before.finished[0]!.folder],
  );
  assert.ok(store.objects.has('of the firm/notes/mine.txt'));
});
