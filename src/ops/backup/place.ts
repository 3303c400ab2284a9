// Where backups are kept. A place holds files under names with slashes; a file that was not written to its end is not
// there, or is never mistaken for a whole one, since the manifest that names it comes after it.

import type { Readable } from 'node:stream';
import { folderPlace } from './folder-place.ts';
import { s3Place, type S3Access } from './s3-place.ts';
import { StartError } from '../start-error.ts';

export type Place = {
  /** For people. */
  readonly description: string;
  /** Resolves when it is there to stay. */
  write(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  read(name: string): Promise<Readable>;
  /** The names of all files, and when each was written, in milliseconds. */
  list(): Promise<{ readonly name: string; readonly writtenAtMs: number }[]>;
  remove(names: readonly string[]): Promise<void>;
};

/** `s3://bucket/folder`, or the path of a folder. */
export function openPlace(target: string, access: S3Access | undefined): Place {
  if (!target.startsWith('s3://')) return folderPlace(target);
  if (access === undefined) {
    throw new StartError(
      'A target in S3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and for any store but Amazon AWS_ENDPOINT_URL_S3.',
    );
  }
  return s3Place(target, access);
}

/** A part of a place. */
export function within(place: Place, folder: string): Pick<Place, 'write' | 'read'> & { folder: string } {
  return {
    folder,
    write: (name, content) => place.write(`${folder}/${name}`, content),
    read: (name) => place.read(`${folder}/${name}`),
  };
}
