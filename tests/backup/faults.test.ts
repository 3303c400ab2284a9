// Backups and restores that are killed, that find no space, or whose place fails.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { contextOf } from '#actions/testing/practice.ts';
import { findBackups } from '#ops/backup/backups.ts';
import { clearAway } from '#ops/backup/clear-away.ts';
import type { Place } from '#ops/backup/place.ts';
import { openPlace } from '#ops/backup/open-place.ts';
import { readKeep } from '#ops/backup/retention.ts';
import { readInstallationId } from '#store/backup/installation.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import {
  backUp,
  emptyDatabase,
  recordHour,
  restoreAnew,
  restoreInto,
  temporaryFolder,
  temporaryPlace,
} from './installations.ts';

const { database, address } = await testDatabase();
const firm = await testFirm(database);
await recordHour(contextOf(database, firm), firm, 'an hour');

/** Starts the work in a process of its own and kills it when it says that it is in the middle. */
async function killInTheMiddle(...words: string[]): Promise<void> {
  const program = join(import.meta.dirname, 'slow-process.ts');
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  after(() => child.kill('SIGKILL'));
  const [said] = (await once(child.stdout!, 'data')) as [Buffer];
  assert.equal(said.toString().trim(), 'in the middle');
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

test('a backup that was killed is no backup, is no obstacle, and is cleared away later', async () => {
  const place = temporaryPlace();
  await killInTheMiddle('backup', JSON.stringify(address), place.path);
  const { finished, unfinished } = await findBackups(place);
  assert.deepEqual(finished, []);
  const [half] = unfinished;
  assert.ok(half!.files.length > 10, 'it was killed too early to show anything');
  await assert.rejects(restoreAnew(place, half!.folder), /manifest\.json is missing/);

  const made = await backUp(address, place);
  await restoreAnew(place, made.folder);
  const installationId = await database.asInstallation(readInstallationId);
  const keep = readKeep('7 daily')!;
  const inHours = (hours: number) => Temporal.Now.instant().add({ hours }).toString();
  const soon = await clearAway(place, { installationId, keep, now: inHours(23) });
  assert.deepEqual(soon.unfinished, []);
  const later = await clearAway(place, { installationId, keep, now: inHours(25) });
  assert.deepEqual(later, { outlived: [], unfinished: [half!.folder] });
  assert.deepEqual(readdirSync(place.path), [made.folder]);
});

test('a restore that was killed left nothing to see, and goes through when it is begun again', async () => {
  const place = temporaryPlace();
  const { folder } = await backUp(address, place);
  const target = await emptyDatabase();
  await killInTheMiddle('restore', JSON.stringify(target.address), place.path, folder);
  const [rows] = await target.database.asInstallation((tx) =>
    tx.query<{ any: boolean }>('select exists (select from firm) or exists (select from actor) as any'),
  );
  assert.equal(rows!.any, false);
  const restored = await restoreInto(place, folder, target);
  assert.deepEqual(
    restored.firms.map(({ differences }) => differences),
    [0],
  );
});

test('a full disk ends the backup with a sentence and leaves no half of one', async (t) => {
  const folder = join(temporaryFolder(), 'small');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    t.skip('this user may not mount a small file system');
    return;
  }
  try {
    const backup = backUp(address, openPlace(folder, undefined));
    await assert.rejects(backup, /There is no space left for the backup in/);
    assert.deepEqual(readdirSync(folder), []);
  } finally {
    execFileSync('umount', [folder]);
  }
});

test('a place that fails in the middle of a file ends the backup, and what was written goes', async () => {
  const place = temporaryPlace();
  const failing: Place = {
    ...place,
    write: async (name, content) => {
      await place.write(name, content);
      if (name.includes('/journal.')) throw Object.assign(new Error('quota exceeded'), { code: 'EDQUOT' });
    },
  };
  await assert.rejects(backUp(address, failing), /quota exceeded/);
  assert.deepEqual(await place.list(), []);
});

test('of two backups at once, the second is refused', async () => {
  const place = temporaryPlace();
  let second: Promise<unknown> | undefined;
  const meanwhile: Place = {
    ...place,
    write: async (name, content) => {
      second ??= assert.rejects(backUp(address, place), /Another backup of this database is under way/);
      await second;
      await place.write(name, content);
    },
  };
  await backUp(address, meanwhile);
  assert.ok(second);
  assert.equal((await findBackups(place)).finished.length, 1);
});
