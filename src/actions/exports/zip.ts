// A zip archive written from front to back, each file when its turn comes, so that nothing of it has to be kept. The same
// content makes the same bytes: files have no time of their own.

import { addAbortSignal, PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Text that comes bit by bit is packed; bytes are stored as they are, for whoever has packed them already. */
export type ZipEntry = { readonly name: string; readonly content: AsyncIterable<string> | Uint8Array };

/** The first instant that the format knows. */
const mtime = new Date('1980-01-01T00:00:00Z');

export async function* zip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile();
  const output = new PassThrough();
  // Whoever wanted the archive may go away in the middle of a file.
  const left = new AbortController();
  output.once('close', () => left.abort());
  archive.outputStream.pipe(output);
  // What goes wrong with a file is told by its own stream.
  archive.on('error', () => {});
  fill(archive, entries, left.signal).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  yield* output;
}

/** The next file is asked for when the one before has been written. */
async function fill(archive: ZipFile, entries: AsyncIterable<ZipEntry>, signal: AbortSignal): Promise<void> {
  for await (const { name, content } of entries) {
    const isPacked = content instanceof Uint8Array;
    const stream = addAbortSignal(signal, isPacked ? Readable.from([content]) : Readable.from(content));
    archive.addReadStream(stream, name, { mtime, forceDosTimestamp: true, compress: !isPacked });
    await finished(stream);
  }
  archive.end();
}
