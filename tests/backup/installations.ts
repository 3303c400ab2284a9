// What the tests of backups have in common: a firm that people post to, a place for backups, and databases to restore
// into.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Context } from '#actions/context.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import { accepted, contextOf } from '#actions/testing/practice.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { openBackup, restoreBackup, type Restored } from '#ops/backup/restore-backup.ts';
import type { Place } from '#ops/backup/place.ts';
import { openPlace } from '#ops/backup/open-place.ts';
import { takeBackup, type BackupMade, type BackupOrder } from '#ops/backup/take-backup.ts';
import { openDatabase, type Database } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { emptyTestDatabase } from '#store/testing/database.ts';
import type { TestFirm } from '#store/testing/firm.ts';

export const now = '2026-03-30T23:00:00Z';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'workledger-backup-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function temporaryPlace(): Place & { readonly path: string } {
  const path = temporaryFolder();
  return { ...openPlace(path, undefined), path };
}

export function backUp(
  address: DatabaseAddress,
  place: Place,
  order: Partial<BackupOrder> = {},
): Promise<BackupMade> {
  const standard = {
    clock: () => now,
    program: '0.0.0',
    passphrase: undefined,
    secret: 'a secret of sessions',
  };
  return takeBackup({ address, place, ...standard, ...order });
}

export type RestoredDatabase = { readonly restored: Restored; readonly database: Database };

/** Restores into a new database, which lives as long as the test file. */
export async function restoreAnew(
  place: Place,
  folder: string,
  passphrase?: string,
): Promise<RestoredDatabase> {
  const { database, address } = await emptyDatabase();
  return { database, restored: await restoreInto(place, folder, { database, address }, passphrase) };
}

export async function emptyDatabase(): Promise<{ database: Database; address: DatabaseAddress }> {
  const { address } = await emptyTestDatabase();
  const database = openDatabase(address);
  after(() => database.close());
  return { database, address };
}

export async function restoreInto(
  place: Place,
  folder: string,
  target: { database: Database; address: DatabaseAddress },
  passphrase?: string,
): Promise<Restored> {
  const manifest = await openBackup(place, folder, passphrase);
  return restoreBackup({ place, folder, manifest, ...target });
}

/** Records an hour of work after another until it is told to stop; answers how many were acknowledged. */
export function keepRecording(database: Database, firm: TestFirm, writer: string) {
  let isOver = false;
  let recorded = 0;
  const ended = (async () => {
    while (!isOver) {
      await recordHour(contextOf(database, firm), firm, `${writer} ${recorded}`);
      recorded += 1;
    }
    return recorded;
  })();
  return {
    recorded: () => recorded,
    stop: () => {
      isOver = true;
      return ended;
    },
  };
}

export async function recordHour(context: Context, firm: TestFirm, note: string): Promise<void> {
  const { jobId, jobTaskId, staffId } = firm;
  const workedOn = '2026-03-30' as CivilDate;
  accepted(await recordTimeEntries(context, [{ jobId, jobTaskId, staffId, workedOn, minutes: 60, note }]));
}
