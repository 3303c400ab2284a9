// Backups and drills of an installation as operators know them: made with what the environment says, and recorded, so
// that whoever watches over the installation sees when the last one was and how it ended.

import type { Database } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { asOperation } from '../operation.ts';
import { StartError } from '../start-error.ts';
import { findBackups, type FoundBackup } from './backups.ts';
import { drill, scratchCluster, type Scratch } from './drill.ts';
import type { Place } from './place.ts';
import { openPlace } from './open-place.ts';
import { programVersion } from './program-version.ts';
import type { Restored } from './restore-backup.ts';
import { passphraseOf, type BackupSettings } from './settings.ts';
import { takeBackup, type BackupMade } from './take-backup.ts';
import type { Timetable } from './timetable.ts';

export type Operator = {
  readonly database: Database;
  readonly address: DatabaseAddress;
  readonly secret: string;
  readonly settings: BackupSettings;
  readonly dataFolder: string;
  readonly clock: () => string;
  /** When all ledgers are recounted by themselves. */
  readonly recountAt?: Timetable | undefined;
  readonly progress?: (done: number, total: number, note: string) => void;
  /** Where drills restore to; a PostgreSQL of its own unless said. */
  readonly openScratch?: () => Promise<Scratch>;
  /** Gives up what is under way. */
  readonly signal?: AbortSignal;
};

export function placeOf(settings: BackupSettings, target = settings.target): Place {
  if (target === undefined)
    throw new StartError(
      'Say where backups are kept: name a folder or s3://bucket/folder, or set BACKUP_TARGET.',
    );
  return openPlace(target, settings.s3);
}

export async function backUp(operator: Operator, place: Place): Promise<BackupMade> {
  const { database, address, secret, settings, clock, progress, signal } = operator;
  const passphrase = passphraseOf(settings);
  return asOperation(database, 'backup', async () => {
    const startedAt = performance.now();
    const made = await takeBackup({
      address,
      place,
      clock,
      secret,
      passphrase,
      program: programVersion(),
      ...(progress && { progress }),
      ...(signal && { signal }),
    });
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const detail = { ...made, place: place.description, isEncrypted: passphrase !== undefined, seconds };
    return { value: made, outcome: 'succeeded', detail };
  });
}

export async function tryRestore(operator: Operator, place: Place, folder: string): Promise<Restored> {
  const { database, dataFolder, settings } = operator;
  const openScratch = operator.openScratch ?? (() => scratchCluster(dataFolder));
  const passphrase = passphraseOf(settings);
  return asOperation(database, 'restoreDrill', async () => {
    const restored = await drill({ place, folder, passphrase }, openScratch, operator);
    const { takenAt, rows, plainBytes, loadMs, verifyMs, firms } = restored;
    const detail = { folder, takenAt, rows, plainBytes, loadMs, verifyMs, firms: firms.length };
    return { value: restored, outcome: 'succeeded', detail };
  });
}

/** The newest whole backup of a place; of this installation, when it has one there. */
export async function latestBackup(place: Place, installationId?: string): Promise<FoundBackup> {
  const { finished } = await findBackups(place);
  const found = finished.find(({ head }) => head.installationId === installationId) ?? finished[0];
  if (found === undefined) throw new StartError(`There is no finished backup in ${place.description}.`);
  return found;
}
