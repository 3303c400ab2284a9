import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { filesBelow } from '../files-below.ts';

/** Another one as soon as one of these files, or one below these folders, is edited: what was made from them may be used again until then. */
export function stampOf(places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of filesBelow(places).toSorted()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
