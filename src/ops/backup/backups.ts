// The backups of a place: each is a folder whose name says when it was begun and by which installation. The name is for
// people and for clearing away what was never finished; what a backup is, its manifest says.

import { text as textOf } from 'node:stream/consumers';
import { StartError } from '../start-error.ts';
import { manifestName, readHead, type ManifestHead } from './manifest.ts';
import type { Place } from './place.ts';

export type FoundBackup = {
  readonly folder: string;
  readonly head: ManifestHead;
  readonly files: readonly string[];
};

export type UnfinishedBackup = {
  readonly folder: string;
  /** When it was last written to. */
  readonly writtenAtMs: number;
  readonly files: readonly string[];
};

export type Backups = {
  /** The newest first. */
  readonly finished: readonly FoundBackup[];
  readonly unfinished: readonly UnfinishedBackup[];
  /** Their manifests cannot be read. */
  readonly damaged: readonly { readonly folder: string; readonly why: string }[];
};

const folderName = /^workledger-(\d{8}T\d{6}Z)-([0-9a-f]{6})-[0-9a-f]{4}$/;

export function nameFolder(beganAt: string, installationId: string, chance: string): string {
  const moment = `${beganAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  return `workledger-${moment}-${installationId.slice(0, 6)}-${chance.slice(0, 4)}`;
}

export function isBackupFolder(name: string): boolean {
  return folderName.test(name);
}

export function isFolderOf(installationId: string, folder: string): boolean {
  return folderName.exec(folder)?.[2] === installationId.slice(0, 6);
}

export async function findBackups(place: Place): Promise<Backups> {
  const folders = new Map<string, { files: string[]; writtenAtMs: number }>();
  for (const { name, writtenAtMs } of await place.list()) {
    const [folder, ...rest] = name.split('/');
    if (rest.length !== 1 || !folderName.test(folder!)) continue;
    const known = folders.get(folder!) ?? { files: [], writtenAtMs: 0 };
    known.files.push(name);
    known.writtenAtMs = Math.max(known.writtenAtMs, writtenAtMs);
    folders.set(folder!, known);
  }
  const finished: FoundBackup[] = [];
  const unfinished: UnfinishedBackup[] = [];
  const damaged: Backups['damaged'][number][] = [];
  for (const [folder, { files, writtenAtMs }] of folders) {
    if (!files.includes(`${folder}/${manifestName}`)) {
      unfinished.push({ folder, files, writtenAtMs });
      continue;
    }
    try {
      finished.push({ folder, head: readHead(await manifestText(place, folder)), files });
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      damaged.push({ folder, why: error.message });
    }
  }
  finished.sort((a, b) => (a.head.takenAt < b.head.takenAt ? 1 : -1));
  return { finished, unfinished, damaged };
}

export async function manifestText(place: Place, folder: string): Promise<string> {
  return textOf(await place.read(`${folder}/${manifestName}`));
}
