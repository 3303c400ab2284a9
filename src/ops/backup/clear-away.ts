// Clearing away old backups of this installation, and what is left of its backups that were never finished. What other
// installations keep in the same place is left alone.

import { findBackups, isFolderOf } from './backups.ts';
import { manifestName } from './manifest.ts';
import type { Place } from './place.ts';
import { outlived, type Keep } from './retention.ts';

/** Longer than any part of a backup takes to be written. */
const unfinishedForMs = 24 * 60 * 60 * 1000;

export type Cleared = { readonly outlived: readonly string[]; readonly unfinished: readonly string[] };

export async function clearAway(
  place: Place,
  order: {
    readonly installationId: string;
    readonly keep: Keep;
    readonly now: string;
    readonly onlyLook?: boolean;
  },
): Promise<Cleared> {
  const { installationId, keep, now, onlyLook = false } = order;
  const found = await findBackups(place);
  const ours = found.finished
    .filter(({ head }) => head.installationId === installationId)
    .map((backup) => ({ ...backup, takenAt: backup.head.takenAt }));
  const old = outlived(ours, keep);
  const longAgoMs = Date.parse(now) - unfinishedForMs;
  const abandoned = found.unfinished.filter(
    ({ folder, writtenAtMs }) => isFolderOf(installationId, folder) && writtenAtMs < longAgoMs,
  );
  if (!onlyLook) {
    for (const { folder, files } of [...old, ...abandoned]) {
      // First the manifest: from then on nobody takes the rest for a backup.
      const manifest = files.filter((file) => file === `${folder}/${manifestName}`);
      await place.remove(manifest);
      await place.remove(files.filter((file) => !manifest.includes(file)));
    }
  }
  return { outlived: old.map(({ folder }) => folder), unfinished: abandoned.map(({ folder }) => folder) };
}
