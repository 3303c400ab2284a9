// Writes the pages of a list to disk as they come, as CSV or as a workbook.

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { byteOrderMark, csvText } from '#actions/exports/csv.ts';
import type { FileFormat } from '#actions/exports/report-file.ts';
import { workbookOf, type Sheet, type SheetRow } from '#actions/exports/workbook.ts';
import type { Refused, Result } from '#core/refusal.ts';
import { csvCell, sheetCell } from './cells.ts';
import type { ListColumn } from './columns.ts';

export type FileToWrite = {
  readonly path: string;
  readonly name: string;
  readonly columns: readonly ListColumn[];
  readonly format: FileFormat;
  readonly withByteOrderMark: boolean;
};

type Pages = AsyncIterable<Result<readonly unknown[]>>;

/** Null when the file is whole; else what was refused on the way, and what was written is of no use. */
export async function writeFileOf(file: FileToWrite, pages: Pages): Promise<Refused | null> {
  let refused: Refused | null = null;
  async function* accepted(): AsyncGenerator<readonly unknown[]> {
    for await (const page of pages) {
      if (page.ok) yield page.value;
      else refused = page;
    }
  }
  const content =
    file.format === 'csv' ? csvOf(file, accepted()) : workbookOf(sheetOf(file), rowsOf(file, accepted()));
  await pipeline(Readable.from(content), createWriteStream(file.path, { mode: 0o600 }));
  return refused;
}

async function* csvOf(
  { columns, withByteOrderMark }: FileToWrite,
  pages: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  yield (withByteOrderMark ? byteOrderMark : '') + csvText([columns.map(({ label }) => label)]);
  for await (const items of pages) {
    yield csvText(items.map((item) => columns.map((column) => csvCell(column, item))));
  }
}

function sheetOf({ name, columns }: FileToWrite): Sheet {
  return {
    title: name,
    columns: columns.map(({ label, kind }) => ({
      label,
      width: Math.max(label.length + 2, kind === 'text' ? 20 : 14),
      isNumber: kind === 'decimal' || kind === 'count',
    })),
  };
}

async function* rowsOf(
  { columns }: FileToWrite,
  pages: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<SheetRow> {
  for await (const items of pages) {
    for (const item of items) yield columns.map((column) => sheetCell(column, item));
  }
}
