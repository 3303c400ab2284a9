// Trying a backup: it is restored on a PostgreSQL of its own that is thrown away afterwards, its ledger recounted and its
// sums compared with what the manifest says. Nothing of it touches the database that people use.

import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { ensureDatabase, findRunningPostgres, startPostgres } from '../postgres.ts';
import { StartError } from '../start-error.ts';
import { openBackup, restoreBackup, type Restored, type RestoreOrder } from './restore-backup.ts';
import type { Place } from './place.ts';

export type Scratch = { readonly address: DatabaseAddress; drop(): Promise<void> };

/** Here nothing needs to survive anything. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '20',
};

export async function drill(
  backup: { readonly place: Place; readonly folder: string; readonly passphrase: string | undefined },
  openScratch: () => Promise<Scratch>,
  { progress, signal }: Pick<RestoreOrder, 'progress'> & { readonly signal?: AbortSignal } = {},
): Promise<Restored> {
  const { place, folder, passphrase } = backup;
  const manifest = await openBackup(place, folder, passphrase);
  const scratch = await openScratch();
  const database = openDatabase(scratch.address);
  // Without its server, whatever is under way fails.
  const giveUp = () => void scratch.drop().catch(() => {});
  signal?.addEventListener('abort', giveUp);
  try {
    signal?.throwIfAborted();
    const restored = await restoreBackup({
      place,
      folder,
      manifest,
      database,
      address: scratch.address,
      ...(progress && { progress }),
    });
    const wrong = restored.firms.filter(({ differences }) => differences > 0);
    if (wrong.length > 0) {
      const firms = wrong.map(({ name, differences }) => `${name} (${differences})`).join(', ');
      throw new StartError(`The restored ledger does not agree with its lines: differences in ${firms}.`);
    }
    return restored;
  } finally {
    signal?.removeEventListener('abort', giveUp);
    await database.close();
    await scratch.drop();
  }
}

/** A PostgreSQL of its own, in a folder of its own below the data folder. */
export async function scratchCluster(dataFolder: string): Promise<Scratch> {
  await dropLeftovers(dataFolder);
  const folder = await mkdtemp(join(dataFolder, `drill-${process.pid}-`));
  // PostgreSQL may run as another user, who has to pass.
  await chmod(folder, 0o711);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const postgres = await startPostgres({ folder, settings, throwAway: true });
    const address = await ensureDatabase(postgres, 'drill');
    let dropped: Promise<void> | undefined;
    return { address, drop: () => (dropped ??= postgres.stop().then(remove)) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What a process left behind that was killed: its server may still be running. */
async function dropLeftovers(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    const owner = /^drill-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(dataFolder, name);
    if ((await findRunningPostgres(folder)) !== undefined) {
      const postgres = await startPostgres({ folder, settings, throwAway: true });
      await postgres.stop();
    }
    await rm(folder, { recursive: true, force: true });
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
