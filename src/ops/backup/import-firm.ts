// A firm from an archive put into this installation, in one transaction. What is then there is read out again and has to
// be the archive's tables byte by byte; its sums have to be the same, and its ledger is recounted before anybody sees it.

import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer, text as textOf } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { openCopyConnection, type CopyConnection } from '#store/backup/connection.ts';
import { readFirmTables, type FirmTable } from '#store/backup/firm-tables.ts';
import { readCsv } from '#store/backup/read-firm.ts';
import { differentTotals, readTotals } from '#store/backup/totals.ts';
import { becomeApplication } from '#store/citus/distribute.ts';
import {
  addPeople,
  foundFirm,
  holdFile,
  moveIn,
  moveInByTime,
  openAside,
  passIds,
  restWhatWasUnderWay,
} from '#store/backup/write-firm.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { idsPerBlock, idsSettleMs } from '#store/ledger/item-ids.ts';
import { verify } from '#store/ledger/verify.ts';
import { StartError } from '../start-error.ts';
import {
  contentsName,
  csvName,
  firmContents,
  firmFormatVersion,
  type FirmContents,
  type FirmTableContents,
} from './firm-archive.ts';
import { measure } from './measure.ts';

export type FirmImport = {
  readonly address: DatabaseAddress;
  readonly path: string;
  readonly progress?: (done: number, total: number, note: string) => void;
  /** How long servers may still hand out ids that came with the firm. */
  readonly settleMs?: number;
};

export type ImportedFirm = {
  readonly firmId: number;
  readonly firmName: string;
  readonly rows: number;
  readonly people: { readonly added: number; readonly known: number };
};

type Archive = {
  readonly zip: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly contents: FirmContents;
};

export async function importFirm(order: FirmImport): Promise<ImportedFirm> {
  const archive = await openArchive(order.path);
  const connection = await openCopyConnection(order.address, 'begin');
  try {
    await checkRelease(connection, archive.contents);
    const imported = await moveFirm(connection, archive, order);
    await connection.tx.query('commit');
    return imported;
  } finally {
    archive.zip.close();
    await connection.end();
  }
}

async function openArchive(path: string): Promise<Archive> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false, validateEntrySizes: true });
  } catch (error) {
    throw new StartError(`${path} cannot be read as an archive: ${(error as Error).message}`, {
      cause: error,
    });
  }
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    const json: unknown = JSON.parse(await textOf(await open({ zip, entries }, contentsName)));
    const checked = firmContents.safeParse(json);
    if (!checked.success) throw new StartError(`${contentsName} of ${path} does not describe a firm.`);
    if (checked.data.formatVersion > firmFormatVersion)
      throw new StartError(
        `The archive is in format ${checked.data.formatVersion}, which is newer than this release.`,
      );
    return { zip, entries, contents: checked.data };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function open({ zip, entries }: Pick<Archive, 'zip' | 'entries'>, name: string): Promise<Readable> {
  const entry = entries.get(name);
  if (entry === undefined) throw new StartError(`${name} is missing in the archive.`);
  return zip.openReadStreamPromise(entry);
}

/** Rows are of the tables that they were read from: both installations have to have the same. */
async function checkRelease({ tx }: CopyConnection, { migrations, program }: FirmContents): Promise<void> {
  const here = await tx.query<{ name: string; checksum: string }>(
    'select name, checksum from migration order by name collate "C"',
  );
  if (JSON.stringify(here) === JSON.stringify(migrations)) return;
  throw new StartError(
    `The archive was written by release ${program} and its tables are other ones than those of this installation. ` +
      'Bring both installations to the same release, and export again.',
  );
}

async function moveFirm(
  connection: CopyConnection,
  archive: Archive,
  order: FirmImport,
): Promise<ImportedFirm> {
  const { tx } = connection;
  const { contents } = archive;
  const tables = await readFirmTables(tx);
  const described = new Map(contents.tables.map((table) => [table.name, table]));
  const total = tables.length * 2 + 1;
  let done = 0;
  const step = (note: string) => order.progress?.((done += 1), total, note);
  const people = await addPeople(tx, contents.people);
  for (const name of contents.files) await takeFile(archive, tx, name);
  let firmId = 0;
  for (const table of tables) {
    await readAside(connection, archive, table, described.get(table.name));
    if (table.name === 'firm') firmId = await foundFirm(tx, tables);
    else await moveIn(tx, table, firmId);
    step(table.name);
  }
  await moveInByTime(tx, tables, firmId);
  const { overlaps } = await passIds(tx, tables, firmId, idsPerBlock);
  const passedAt = performance.now();
  await prove(connection, { tables, firmId, contents, step });
  await restWhatWasUnderWay(tx, firmId);
  const leftMs = (order.settleMs ?? idsSettleMs) - (performance.now() - passedAt);
  if (overlaps && leftMs > 0) {
    order.progress?.(done, total, 'waiting until no server holds ids that came with the firm');
    await pause(leftMs);
  }
  return {
    firmId,
    firmName: contents.firm.name,
    rows: contents.tables.reduce((sum, { rows }) => sum + rows, 0),
    people: { added: people.added, known: contents.people.length - people.added },
  };
}

async function takeFile(archive: Archive, tx: CopyConnection['tx'], name: string): Promise<void> {
  const content = await buffer(await open(archive, name));
  const digest = createHash('sha256').update(content).digest('hex');
  if (!name.startsWith(`files/${digest}.`)) throw damaged(name);
  await holdFile(tx, name, content);
}

async function readAside(
  connection: CopyConnection,
  archive: Archive,
  table: FirmTable,
  described: FirmTableContents | undefined,
): Promise<void> {
  const name = csvName(table.name);
  if (described === undefined) throw new StartError(`${name} is missing in the archive.`);
  const content = measure();
  // Opened by the pipeline: what is broken at its very beginning would fail before anybody listens, and end the program.
  const source = async function* () {
    yield* await open(archive, name);
  };
  const target = await openAside(connection, table);
  try {
    await pipeline(source, content.through, target.stream);
  } catch (error) {
    throw error instanceof StartError ? error : damaged(name, error);
  }
  if (content.sha256() !== described.sha256 || target.rows() !== described.rows) throw damaged(name);
}

type Proof = {
  readonly tables: readonly FirmTable[];
  readonly firmId: number;
  readonly contents: FirmContents;
  readonly step: (note: string) => void;
};

async function prove(connection: CopyConnection, { tables, firmId, contents, step }: Proof): Promise<void> {
  const { tx } = connection;
  for (const table of tables) {
    const content = measure();
    for await (const _ of content.through(readCsv(connection, table, firmId).stream));
    if (content.sha256() !== contents.tables.find(({ name }) => name === table.name)!.sha256)
      throw new StartError(`${table.name} is not what is in the archive. Nothing was imported.`);
    step(`compared ${table.name}`);
  }
  const different = differentTotals(
    contents.totals.map((each) => ({ ...each, firmId })),
    await readTotals(tx, firmId),
  );
  if (different.length > 0) throw new StartError(`The firm is not the same:\n${different.join('\n')}`);
  await tx.query(`analyze ${tables.map(({ name }) => name).join(', ')}`);
  await tx.query(becomeApplication('endOfTransaction'));
  await tx.query(`set local app.firm_id = '${firmId}'`);
  const differences = await verify({ ...tx, firmId });
  await tx.query('reset role');
  if (differences.length > 0)
    throw new StartError(
      `The ledger in the archive does not agree with its lines: ${differences.length} differences.`,
    );
  step('recounted');
}

function damaged(name: string, cause?: unknown): StartError {
  return new StartError(`${name} of the archive is damaged: it is not what ${contentsName} says.`, { cause });
}
