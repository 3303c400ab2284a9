// Files to import, wherever they lie: on disk or in memory. A file can be read more than once, always as a stream of
// bytes, because the reading of a CSV file is decided from the whole of it before its rows are taken.

import { createReadStream } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';

export type ImportFile = {
  /** The name people see; for a file from a directory, its path inside it with forward slashes. */
  readonly name: string;
  readonly sizeBytes: number;
  open(): AsyncIterable<Uint8Array>;
};

const chunkBytes = 64 * 1024;

export function fileFromBytes(name: string, bytes: Uint8Array): ImportFile {
  return {
    name,
    sizeBytes: bytes.byteLength,
    async *open() {
      for (let at = 0; at < bytes.byteLength; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
}

export function fileFromText(name: string, text: string): ImportFile {
  return fileFromBytes(name, new TextEncoder().encode(text));
}

/**
 * The files at the given paths, in the order of their names: a file stands for itself, a directory for everything
 * below it. Hidden files and symbolic links inside a directory are left out.
 */
export async function filesAt(paths: readonly string[]): Promise<ImportFile[]> {
  const found: ImportFile[] = [];
  for (const path of paths) {
    const status = await stat(path);
    if (!status.isDirectory()) {
      found.push(fileOnDisk(path, basename(path), status.size));
      continue;
    }
    for (const inner of await pathsBelow(path)) {
      const name = relative(path, inner).split(sep).join('/');
      found.push(fileOnDisk(inner, name, (await stat(inner)).size));
    }
  }
  return found;
}

async function pathsBelow(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.'));
  const paths: string[] = [];
  for (const name of names.toSorted()) {
    const path = join(directory, name);
    const status = await lstat(path);
    if (status.isDirectory()) paths.push(...(await pathsBelow(path)));
    else if (status.isFile()) paths.push(path);
  }
  return paths;
}

function fileOnDisk(path: string, name: string, sizeBytes: number): ImportFile {
  return { name, sizeBytes, open: () => createReadStream(path, { highWaterMark: chunkBytes }) };
}
