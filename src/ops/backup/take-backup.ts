// Making a backup while people work: one snapshot, read table by table over two connections, each table packed,
// encrypted where there is a passphrase, digested and stored as it comes, so that nothing of it is held in memory. The
// manifest is written when everything else is there to stay.

import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { columnList, plainName, qualified, readSequences, type Table } from '#store/backup/catalogue.ts';
import type { CopyConnection } from '#store/backup/connection.ts';
import { readQueuedWork } from '#store/backup/queued-work.ts';
import { openSnapshot, type Snapshot } from '#store/backup/snapshot.ts';
import { readTotals } from '#store/backup/totals.ts';
import type { Queries } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { nameFolder } from './backups.ts';
import { seal } from './cipher.ts';
import {
  formatVersion,
  manifestName,
  newKey,
  writeManifest,
  type BackupFile,
  type Key,
  type ManifestDetails,
  type ManifestHead,
} from './manifest.ts';
import { measure } from './measure.ts';
import { within, type Place } from './place.ts';

export type BackupOrder = {
  readonly address: DatabaseAddress;
  readonly place: Place;
  readonly clock: () => string;
  readonly program: string;
  readonly passphrase: string | undefined;
  /** Signs sessions; goes along only where the backup is encrypted. */
  readonly secret: string;
  readonly progress?: (done: number, total: number, note: string) => void;
  readonly signal?: AbortSignal;
};

export type BackupMade = {
  readonly folder: string;
  readonly takenAt: string;
  readonly rows: number;
  readonly plainBytes: number;
  readonly storedBytes: number;
};

/** Two read at once: packing the one goes on while the other is being read. */
const connectionCount = 2;
export const queueFile = 'queue';

type Work = BackupOrder & { readonly folder: ReturnType<typeof within>; readonly key: Key };

export async function takeBackup(order: BackupOrder): Promise<BackupMade> {
  const { address, place, clock, passphrase } = order;
  const snapshot = await openSnapshot(address, connectionCount);
  const written: string[] = [];
  try {
    const moment = await readMoment(snapshot.first.tx);
    const folder = within(place, nameFolder(clock(), moment.installationId, randomUUID()));
    const { encryption, key } = await newKey(passphrase);
    const work: Work = { ...order, folder, key };
    const files = await storeTables(snapshot, work, written);
    files.push(await storeQueue(snapshot.first.tx, work, written));
    const details = await readDetails(snapshot.first.tx, files, key === undefined ? null : order.secret);
    const head: ManifestHead = {
      format: 'workledger-backup',
      formatVersion,
      ...moment,
      program: order.program,
      endedAt: clock(),
      storedBytes: sum(files, ({ storedBytes }) => storedBytes),
      encryption,
    };
    await folder.write(
      manifestName,
      Readable.from([Buffer.from(await writeManifest({ head, details, key }))]),
    );
    return {
      folder: folder.folder,
      takenAt: moment.takenAt,
      rows: sum(files, ({ rows }) => rows),
      plainBytes: sum(files, ({ plainBytes }) => plainBytes),
      storedBytes: head.storedBytes,
    };
  } catch (error) {
    await place.remove(written).catch(() => {});
    throw error;
  } finally {
    await snapshot.close();
  }
}

async function readMoment(tx: Queries) {
  const [row] = await tx.query<{ id: string; at: string; postgres: string }>(
    `select id, now() as at, current_setting('server_version') as postgres from installation`,
  );
  return { installationId: row!.id, takenAt: row!.at, postgres: row!.postgres };
}

async function readDetails(
  tx: Queries,
  files: BackupFile[],
  secret: string | null,
): Promise<ManifestDetails> {
  const migrations = await tx.query<{ name: string; checksum: string }>(
    'select name, checksum from migration order by name collate "C"',
  );
  const sequences = await readSequences(tx);
  return {
    migrations,
    files: files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    sequences: sequences.map((sequence) => ({ ...sequence, value: String(sequence.value) })),
    totals: await readTotals(tx),
    secret,
  };
}

/** The largest table first, so that none is left for the end while a connection has nothing to do. */
async function storeTables(snapshot: Snapshot, work: Work, written: string[]): Promise<BackupFile[]> {
  const waiting = [...snapshot.tables];
  const files: BackupFile[] = [];
  // An empty table is something to do, too.
  const total = sum(waiting, ({ bytes }) => bytes + 1);
  let done = 0;
  const take = async (connection: CopyConnection) => {
    for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
      try {
        files.push(await storeTable(connection, table, work, written));
      } catch (error) {
        // The others need not go on.
        waiting.length = 0;
        throw error;
      }
      done += table.bytes + 1;
      work.progress?.(done, total, plainName(table));
    }
  };
  const ended = await Promise.allSettled(snapshot.connections.map(take));
  const failed = ended.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return files;
}

async function storeTable(
  connection: CopyConnection,
  table: Table,
  work: Work,
  written: string[],
): Promise<BackupFile> {
  const copied = connection.copyOut(`copy ${qualified(table)} (${columnList(table)}) to stdout`);
  const stored = await store(`${plainName(table)}.copy.zst`, copied.stream, work, written);
  const columns = table.columns.map(({ name }) => name);
  return { ...stored, table: plainName(table), columns, rows: copied.rows() };
}

async function storeQueue(tx: Queries, work: Work, written: string[]): Promise<BackupFile> {
  const queued = await readQueuedWork(tx);
  const lines = Readable.from(queued.map((each) => Buffer.from(`${JSON.stringify(each)}\n`)));
  const stored = await store(`${queueFile}.jsonl.zst`, lines, work, written);
  return { ...stored, table: null, columns: [], rows: queued.length };
}

async function store(name: string, content: Readable, { folder, key, signal }: Work, written: string[]) {
  const fileName = key === undefined ? name : `${name}.enc`;
  const [plain, stored] = [measure(), measure()];
  const sealed = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    yield* key === undefined ? source : seal(source, key, fileName);
  };
  written.push(`${folder.folder}/${fileName}`);
  const steps = [content, plain.through, createZstdCompress(), sealed, stored.through] as const;
  await pipeline(...steps, (source) => folder.write(fileName, source), { signal });
  return {
    name: fileName,
    plainBytes: plain.bytes(),
    plainSha256: plain.sha256(),
    storedBytes: stored.bytes(),
    storedSha256: stored.sha256(),
  };
}

function sum<T>(all: readonly T[], of: (each: T) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}
