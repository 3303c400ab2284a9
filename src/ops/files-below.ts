import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files that these are, or that stand anywhere below them. */
export function filesBelow(places: readonly string[]): string[] {
  return places.flatMap((place) =>
    statSync(place).isFile()
      ? [place]
      : readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name)),
  );
}
