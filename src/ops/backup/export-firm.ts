// A firm written into an archive, from one snapshot, a table after the other; nothing of it is held in memory. firm.json
// comes last, for it says what was written.

import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { plainName } from '#store/backup/catalogue.ts';
import { openCopyConnection, type CopyConnection } from '#store/backup/connection.ts';
import { readFirmTables, type FirmTable } from '#store/backup/firm-tables.ts';
import { listFiles, readCsv, readJsonLines, readPeople } from '#store/backup/read-firm.ts';
import { readTotals } from '#store/backup/totals.ts';
import type { DatabaseAddress } from '#store/address.ts';
import {
  contentsName,
  csvName,
  firmFormatVersion,
  jsonLinesName,
  readme,
  type FirmContents,
  type FirmTableContents,
} from './firm-archive.ts';
import { measure } from './measure.ts';

export type FirmExport = {
  readonly address: DatabaseAddress;
  readonly firmId: number;
  readonly path: string;
  readonly program: string;
  readonly progress?: (done: number, total: number, note: string) => void;
};

const snapshot = 'begin isolation level repeatable read, read only';

export async function exportFirm(order: FirmExport): Promise<FirmContents> {
  const { address, firmId, path, program, progress } = order;
  const connection = await openCopyConnection(address, snapshot);
  const unfinished = `${path}.part`;
  try {
    const tables = await readFirmTables(connection.tx);
    const head = await readHead(connection, tables, firmId);
    const files = await listFiles(connection.tx, tables, firmId);
    const zip = new ZipFile();
    const written: FirmTableContents[] = [];
    zip.addBuffer(Buffer.from(readme), 'README.txt');
    for (const [at, table] of tables.entries()) {
      addLazily(zip, csvName(table.name), () => {
        progress?.(at, tables.length, table.name);
        const content = measure();
        const reading = readCsv(connection, table, firmId);
        return Readable.from(
          then(content.through(reading.stream), () =>
            written.push(describe(table, { rows: reading.rows(), sha256: content.sha256() })),
          ),
        );
      });
      addLazily(zip, jsonLinesName(table.name), () => readJsonLines(connection, table, firmId).stream);
    }
    for (const file of files)
      addLazily(zip, file.name, () => Readable.from(single(() => file.read())), { compress: false });
    let contents: FirmContents | undefined;
    addLazily(zip, contentsName, () => {
      contents = {
        format: 'workledger-firm',
        formatVersion: firmFormatVersion,
        program,
        ...head,
        tables: written,
        files: files.map(({ name }) => name),
      };
      return Readable.from([Buffer.from(`${JSON.stringify(contents, undefined, 2)}\n`)]);
    });
    zip.end();
    // What fails inside has to fail the whole; by itself it would only be told to the archive.
    const failed = new Promise<never>((_, reject) => zip.on('error', reject));
    await Promise.race([pipeline(zip.outputStream, createWriteStream(unfinished, { mode: 0o600 })), failed]);
    await rename(unfinished, path);
    progress?.(tables.length, tables.length, 'done');
    return contents!;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await connection.end();
  }
}

async function readHead({ tx }: CopyConnection, tables: readonly FirmTable[], firmId: number) {
  const [firm] = await tx.query<{ name: string; currency: string; at: string }>(
    'select name, currency, now() as at from firm where id = $1',
    [firmId],
  );
  const migrations = await tx.query<{ name: string; checksum: string }>(
    'select name, checksum from migration order by name collate "C"',
  );
  const totals = await readTotals(tx, firmId);
  return {
    takenAt: firm!.at,
    firm: { name: firm!.name, currency: firm!.currency },
    migrations,
    people: await readPeople(tx, tables, firmId),
    totals: totals.map(({ figure, of, value }) => ({ figure, of, value })),
  };
}

function describe(table: FirmTable, content: { rows: number; sha256: string }): FirmTableContents {
  const { name, primaryKey, columns, foreignKeys } = table;
  const references = foreignKeys
    .filter((key) => key.table.startsWith('public.') && key.table !== 'public.firm')
    .map((key) => ({
      columns: withoutFirm(key.columns),
      table: plainName({ schema: 'public', name: key.table.slice('public.'.length) }),
      referenced: withoutFirm(key.referenced),
    }));
  // COPY counts rows of data, not the header.
  return { name, ...content, primaryKey: withoutFirm(primaryKey), columns: [...columns], references };
}

function withoutFirm(columns: readonly string[]): string[] {
  return columns.filter((name) => name !== 'firm_id');
}

function addLazily(
  zip: ZipFile,
  name: string,
  open: () => Readable,
  options: { readonly compress?: boolean } = {},
): void {
  zip.addReadStreamLazy(name, options, (answer) => {
    const stream = open();
    stream.once('error', (error) => zip.emit('error', error));
    answer(null, stream);
  });
}

async function* then<T>(source: AsyncIterable<T>, afterwards: () => void): AsyncGenerator<T> {
  yield* source;
  afterwards();
}

async function* single<T>(read: () => Promise<T>): AsyncGenerator<T> {
  yield await read();
}
