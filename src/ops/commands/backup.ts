// `backup` and `restore` for the command line.

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BackupRunner, CliRestored, RestoreOptions } from '#cli/commands/backup.ts';
import { readInstallationId } from '#store/backup/installation.ts';
import { findBackups, isBackupFolder } from '../backup/backups.ts';
import { clearAway } from '../backup/clear-away.ts';
import type { Manifest } from '../backup/manifest.ts';
import { backUp, latestBackup, placeOf, tryRestore, type Operator } from '../backup/operate.ts';
import type { Place } from '../backup/place.ts';
import { openPlace } from '../backup/open-place.ts';
import { openBackup, restoreBackup, type Restored } from '../backup/restore-backup.ts';
import { passphraseOf } from '../backup/settings.ts';
import { readConfig, type Config } from '../config.ts';
import { prepareDataFolder } from '../data-folder.ts';
import { openInstallation } from '../installation.ts';
import { StartError } from '../start-error.ts';
import { clock, openForCommand } from './operator.ts';

type Update = (done: number, total: number, note: string) => void;
type Source = { readonly place: Place; readonly folder: string };

export const backupRunner: BackupRunner = {
  async backUp(target, progress) {
    const operator = await openOperator('backup', (done, total, note) => progress.update(done, total, note));
    const place = placeOf(operator.settings, target);
    const startedAt = performance.now();
    const made = await backUp(operator, place);
    return {
      source: `${place.description}/${made.folder}`,
      takenAt: made.takenAt,
      rows: made.rows,
      plainBytes: made.plainBytes,
      storedBytes: made.storedBytes,
      isEncrypted: passphraseOf(operator.settings) !== undefined,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  },

  async list(target) {
    const operator = await openOperator('backup list');
    const place = placeOf(operator.settings, target);
    const ours = await operator.database.asInstallation(readInstallationId);
    const { finished, unfinished, damaged } = await findBackups(place);
    return {
      place: place.description,
      finished: finished.map(({ folder, head }) => ({
        folder,
        takenAt: head.takenAt,
        storedBytes: head.storedBytes,
        isEncrypted: head.encryption !== null,
        program: head.program,
        isOurs: head.installationId === ours,
      })),
      unfinished: unfinished.map(({ folder }) => folder),
      damaged,
    };
  },

  async prune(target, onlyLook) {
    const operator = await openOperator('backup prune');
    const installationId = await operator.database.asInstallation(readInstallationId);
    const { keep } = operator.settings;
    const cleared = await clearAway(placeOf(operator.settings, target), {
      installationId,
      keep,
      now: clock(),
      onlyLook,
    });
    return { removed: [...cleared.outlived, ...cleared.unfinished] };
  },

  async restore(source, options, progress) {
    const update: Update = (done, total, note) => progress.update(done, total, note);
    const config = readConfig(process.env);
    const found = await findSource(source, config);
    const name = `${found.place.description}/${found.folder}`;
    if (options.drill === true) {
      const restored = await tryRestore(await openOperator('restore', update), found.place, found.folder);
      return asCli(name, 'sound: it was restored on a server of its own, which is gone again', restored, []);
    }
    return restoreFor(name, found, config, { options, update });
  },
};

async function openOperator(purpose: string, progress?: Update): Promise<Operator> {
  const { database, address, secret, config } = await openForCommand(purpose);
  const { backup: settings, dataFolder } = config;
  return { database, address, secret, settings, dataFolder, clock, ...(progress && { progress }) };
}

/** A backup by its folder, the newest of a place, or the newest of where backups are made to. */
async function findSource(source: string, { backup: settings }: Config): Promise<Source> {
  if (source === 'latest') {
    const place = placeOf(settings);
    return { place, folder: (await latestBackup(place)).folder };
  }
  const path = source.startsWith('s3://') ? source.replace(/\/+$/, '') : resolve(source);
  const at = path.lastIndexOf('/');
  if (isBackupFolder(path.slice(at + 1)))
    return { place: openPlace(path.slice(0, at), settings.s3), folder: path.slice(at + 1) };
  const place = openPlace(path, settings.s3);
  return { place, folder: (await latestBackup(place)).folder };
}

async function restoreFor(
  name: string,
  source: Source,
  config: Config,
  { options, update }: { options: RestoreOptions; update: Update },
): Promise<CliRestored> {
  const manifest = await openBackup(source.place, source.folder, passphraseOf(config.backup));
  const target = targetConfig(config, options);
  const isNew = target.databaseUrl === undefined && !existsSync(target.dataFolder);
  const hints = target.databaseUrl === undefined ? keepSecret(target, manifest) : secretHints(manifest);
  try {
    const installation = await openInstallation(target, {
      purpose: 'workledger restore',
      exclusive: target.databaseUrl === undefined,
      log: (message) => console.error(message),
    });
    try {
      const { database, address } = installation;
      const restored = await restoreBackup({ ...source, manifest, database, address, progress: update });
      return asCli(
        name,
        `restored into ${options.into === undefined ? placeName(target) : 'the database'}`,
        restored,
        hints,
      );
    } finally {
      await installation.close();
    }
  } catch (error) {
    // A data folder that was not there before is not left behind half filled.
    if (isNew) rmSync(target.dataFolder, { recursive: true, force: true });
    throw error;
  }
}

function targetConfig(installation: Config, { into, dataFolder }: RestoreOptions): Config {
  // The way past the pooler and the replica belong to the database of the environment, which is not the one meant here.
  const elsewhere = { ...installation, databaseDirectUrl: undefined, databaseReplicaUrl: undefined };
  if (into !== undefined) {
    if (!/^postgres(ql)?:\/\//.test(into) || !URL.canParse(into))
      throw new StartError('--into is not usable. Accepted: postgres://user:password@host:5432/database.');
    return { ...elsewhere, databaseUrl: into };
  }
  if (dataFolder === undefined) return installation;
  const folder = resolve(dataFolder);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new StartError(`${folder} is not empty. Name a folder that is new.`);
  return { ...elsewhere, databaseUrl: undefined, dataFolder: folder };
}

function placeName({ databaseUrl, dataFolder }: Config): string {
  return databaseUrl === undefined ? dataFolder : 'the database of DATABASE_URL';
}

/** The secret of a backup comes back with it, unless the installation has one. */
function keepSecret({ dataFolder, secret }: Config, { details }: Manifest): string[] {
  if (secret !== undefined) return [];
  if (details.secret === null) return secretHints({ details });
  prepareDataFolder(dataFolder);
  const path = join(dataFolder, 'secret');
  if (existsSync(path))
    return [`${path} was there and stays: who signed in with another secret signs in again.`];
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(path, details.secret, { mode: 0o600 });
  return [];
}

function secretHints({ details }: Pick<Manifest, 'details'>): string[] {
  return details.secret === null
    ? [
        'The backup is without the secret that signs sessions: everybody signs in again, unless you bring it yourself.',
      ]
    : [
        'Set SECRET, or put the file "secret" of the old data folder in place; otherwise everybody signs in again.',
      ];
}

function asCli(source: string, into: string, restored: Restored, hints: readonly string[]): CliRestored {
  return { source, into, ...restored, hints };
}
