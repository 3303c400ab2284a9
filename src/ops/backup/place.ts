// Where backups are kept. A place holds files under names with slashes; a file that was not written to its end is not
// there, or is never mistaken for a whole one, since the manifest that names it comes after it.

import type { Readable } from 'node:stream';

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

/** A part of a place. */
export function within(place: Place, folder: string): Pick<Place, 'write' | 'read'> & { folder: string } {
  return {
    folder,
    write: (name, content) => place.write(`${folder}/${name}`, content),
    read: (name) => place.read(`${folder}/${name}`),
  };
}
