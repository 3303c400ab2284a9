// Files of an upload, put on disk for as long as they are read: a CSV file is read twice, and an upload comes once.

import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filesAt, type ImportFile } from '#actions/imports/formats/files.ts';
import type { UploadedFile } from './route.ts';

/** Runs work with the uploaded files and removes them afterwards, whatever happened. */
export async function withSpooled<T>(
  files: AsyncIterable<UploadedFile>,
  work: (files: readonly ImportFile[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'workledger-import-'));
  try {
    const spooled: ImportFile[] = [];
    for await (const { fileName, content } of files) {
      const path = join(folder, String(spooled.length));
      await pipeline(content, createWriteStream(path, { mode: 0o600 }));
      const [file] = await filesAt([path]);
      spooled.push({ ...file!, name: nameOf(fileName, spooled.length) });
    }
    return await work(spooled);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names are shown to people and tell files apart; they never become paths. */
function nameOf(fileName: string | undefined, place: number): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const name = (fileName ?? '').replace(/[\u0000-\u001f]/g, ' ').trim();
  return name === '' ? `file ${place + 1}` : name.slice(0, 200).toWellFormed();
}
