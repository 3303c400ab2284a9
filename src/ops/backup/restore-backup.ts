// Making an installation of a backup again: the tables by the migrations that the backup was made under, their rows in
// one transaction, every digest and count compared, then the sums of each firm, then the migrations since, and last of
// all the ledger recounted. Until that one transaction ends, nothing is there.

import { pipeline } from 'node:stream/promises';
import { text as textOf } from 'node:stream/consumers';
import { createZstdDecompress } from 'node:zlib';
import { columnList, plainName, qualified, readTables, quoted, type Table } from '#store/backup/catalogue.ts';
import { openCopyConnection, type CopyConnection } from '#store/backup/connection.ts';
import { holdsNothing, putBack, readMigrationNames, setAside, setSequences } from '#store/backup/load.ts';
import { queueAgain, type QueuedWork } from '#store/backup/queued-work.ts';
import { differentTotals, readTotals } from '#store/backup/totals.ts';
import type { Database } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { loadMigrations, migrate, type Migration } from '#store/migrate.ts';
import { StartError } from '../start-error.ts';
import { manifestText } from './backups.ts';
import { SealBrokenError, unseal } from './cipher.ts';
import { manifestName, readManifest, type BackupFile, type Manifest } from './manifest.ts';
import { measure } from './measure.ts';
import { within, type Place } from './place.ts';
import { queueFile } from './take-backup.ts';

export type RestoreOrder = {
  readonly place: Place;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly database: Database;
  readonly address: DatabaseAddress;
  /** Of this release, unless others are given. */
  readonly migrations?: Migration[];
  readonly progress?: (done: number, total: number, note: string) => void;
};

export type Restored = {
  readonly takenAt: string;
  readonly rows: number;
  readonly plainBytes: number;
  readonly firms: readonly { readonly id: number; readonly name: string; readonly differences: number }[];
  /** Migrations that the backup lacked. */
  readonly migrated: readonly string[];
  readonly loadMs: number;
  readonly verifyMs: number;
};

export async function openBackup(
  place: Place,
  folder: string,
  passphrase: string | undefined,
): Promise<Manifest> {
  return readManifest(await manifestText(place, folder), passphrase);
}

export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const { manifest, database, address } = order;
  const begunAt = performance.now();
  const known = order.migrations ?? (await loadMigrations());
  const migrations = migrationsOf(manifest, known);
  if (!(await database.asInstallation(holdsNothing))) {
    throw new StartError(
      'The database is not empty. A backup is only restored into an empty one: make a new one.',
    );
  }
  await checkNotAhead(database, migrations);
  await migrate(database.pool, migrations);
  await load(order, address);
  const { applied } = await migrate(database.pool, known);
  await database.asInstallation((tx) => tx.query('analyze'), { statementTimeoutMs: 0 });
  const loadedAt = performance.now();
  const firms = await recount(order);
  return {
    takenAt: manifest.head.takenAt,
    rows: manifest.details.files.reduce((sum, { rows }) => sum + rows, 0),
    plainBytes: manifest.details.files.reduce((sum, { plainBytes }) => sum + plainBytes, 0),
    firms,
    migrated: applied,
    loadMs: Math.round(loadedAt - begunAt),
    verifyMs: Math.round(performance.now() - loadedAt),
  };
}

/** An empty database may have tables of a later release already, which the rows of the backup would not fit. */
async function checkNotAhead(database: Database, migrations: readonly Migration[]): Promise<void> {
  const present = await database.asInstallation(readMigrationNames);
  const later = present.find((name) => !migrations.some((migration) => migration.name === name));
  if (later === undefined) return;
  throw new StartError(
    `The database is empty, but already has ${later}, which the backup has not. Restore into a new database.`,
  );
}

/** Those that the backup was made under, when this release still knows them. */
function migrationsOf({ head, details }: Manifest, known: readonly Migration[]): Migration[] {
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  return details.migrations.map(({ name, checksum }) => {
    const migration = byName.get(name);
    if (migration === undefined) {
      throw new StartError(
        `The backup holds migration ${name}, which this release of Workledger does not know. ` +
          `Restore it with the release that made it (${head.program}), or a newer one.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new StartError(
        `Migration ${name} is another one here than when the backup was made. ` +
          `Restore it with the release that made it (${head.program}).`,
      );
    }
    return migration;
  });
}

async function load(order: RestoreOrder, address: DatabaseAddress): Promise<void> {
  const { details } = order.manifest;
  const connection = await openCopyConnection(address, 'begin');
  try {
    const { tx } = connection;
    const tables = await readTables(tx);
    const apart = await setAside(tx, tables);
    const total = details.files.length + apart.indexes.length + apart.keys.length;
    let done = 0;
    const step = (note: string) => order.progress?.((done += 1), total, note);
    for (const file of details.files) {
      if (file.table === null) continue;
      await loadTable(order, connection, tableOf(tables, file), file);
      step(file.table);
    }
    await putBack(tx, apart, () => step('indexes and keys'));
    await setSequences(
      tx,
      details.sequences.map((sequence) => ({ ...sequence, value: BigInt(sequence.value) })),
    );
    await queueAgain(tx, await readQueue(order));
    const different = differentTotals(details.totals, await readTotals(tx));
    if (different.length > 0)
      throw new StartError(`What was restored is not what was backed up:\n${different.join('\n')}`);
    await tx.query('commit');
  } finally {
    // Whatever was not committed is undone with its connection.
    await connection.end();
  }
}

function tableOf(tables: readonly Table[], { table: name, columns }: BackupFile): Table {
  const table = tables.find((each) => plainName(each) === name);
  if (table === undefined)
    throw new StartError(`The backup holds a table ${name}, which its migrations do not make.`);
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  return {
    ...table,
    columns: columns.map((column) => {
      const known = byName.get(column);
      if (known === undefined)
        throw new StartError(
          `The backup holds a column ${name}.${quoted(column)}, which its migrations do not make.`,
        );
      return known;
    }),
  };
}

async function loadTable(order: RestoreOrder, connection: CopyConnection, table: Table, file: BackupFile) {
  const target = connection.copyIn(`copy ${qualified(table)} (${columnList(table)}) from stdin`);
  await unpack(order, file, (source) => pipeline(source, target.stream));
  if (target.rows() !== file.rows)
    throw new StartError(`${file.name} holds ${target.rows()} rows and should hold ${file.rows}.`);
}

async function readQueue(order: RestoreOrder): Promise<QueuedWork[]> {
  const file = order.manifest.details.files.find(({ name }) => name.startsWith(`${queueFile}.`));
  if (file === undefined) return [];
  let content = '';
  await unpack(order, file, async (source) => {
    content = await textOf(source);
  });
  return content
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as QueuedWork);
}

/** Reads a file to its end and compares it with what the manifest says; names it where it is not that. */
async function unpack(
  { place, folder, manifest }: RestoreOrder,
  file: BackupFile,
  use: (source: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const { key } = manifest;
  const [stored, plain] = [measure(), measure()];
  const opened = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    yield* key === undefined ? source : unseal(source, key, file.name);
  };
  const source = await within(place, folder).read(file.name);
  try {
    await pipeline(source, stored.through, opened, createZstdDecompress(), plain.through, use);
  } catch (error) {
    if (isOfTheFile(error) || (await isAltered(place, folder, file))) throw damaged(file.name, error);
    throw error;
  }
  if (stored.sha256() !== file.storedSha256 || plain.sha256() !== file.plainSha256) throw damaged(file.name);
}

function isOfTheFile(error: unknown): boolean {
  return error instanceof SealBrokenError || /^(ZSTD|Z)_/.test((error as NodeJS.ErrnoException).code ?? '');
}

/** A row that the database refuses may be a defect, or what became of the row in a damaged file. */
async function isAltered(place: Place, folder: string, file: BackupFile): Promise<boolean> {
  try {
    const stored = measure();
    for await (const _ of stored.through(await within(place, folder).read(file.name)));
    return stored.sha256() !== file.storedSha256;
  } catch {
    return false;
  }
}

function damaged(name: string, cause?: unknown): StartError {
  return new StartError(
    `${name} of the backup is damaged: it is not what ${manifestName} says that was written. Restore another backup.`,
    { cause },
  );
}

async function recount({ database, progress }: RestoreOrder): Promise<Restored['firms']> {
  const firms = await database.asInstallation((tx) =>
    tx.query<{ id: number; name: string }>('select id, name from firm order by id'),
  );
  const recounted: Restored['firms'][number][] = [];
  for (const { id, name } of firms) {
    const differences = await verifyFirm(database, id, (at, total, what) =>
      progress?.(at, total, `recounting ${name}: ${what}`),
    );
    recounted.push({ id, name, differences: differences.length });
  }
  return recounted;
}
