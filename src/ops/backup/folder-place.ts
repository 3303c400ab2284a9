// A folder as a place for backups. A file gets its name when it is whole and on the disk.

import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { StartError } from '../start-error.ts';
import type { Place } from './place.ts';

export function folderPlace(path: string): Place {
  const root = resolve(path);
  return {
    description: root,

    async write(name, content) {
      const target = join(root, name);
      const unfinished = `${target}.part`;
      try {
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        const handle = await open(unfinished, 'w', 0o600);
        try {
          for await (const chunk of content) await handle.write(chunk);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(unfinished, target);
        await syncFolder(dirname(target));
      } catch (error) {
        await rm(unfinished, { force: true }).catch(() => {});
        throw explained(error, root);
      }
    },

    async read(name) {
      const stream = createReadStream(join(root, name), { highWaterMark: 1 << 18 });
      await new Promise((opened, failed) => stream.once('open', opened).once('error', failed)).catch(
        (error: NodeJS.ErrnoException) => {
          throw error.code === 'ENOENT' ? new StartError(`${join(root, name)} is missing.`) : error;
        },
      );
      return stream;
    },

    async list() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return [];
          throw error;
        },
      );
      const files = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return Promise.all(
        files.map(async (file) => ({
          name: file
            .slice(root.length + 1)
            .split(sep)
            .join('/'),
          writtenAtMs: (await stat(file)).mtimeMs,
        })),
      );
    },

    async remove(names) {
      for (const name of names) await rm(join(root, name), { force: true });
      for (const folder of new Set(names.map((name) => dirname(join(root, name))))) {
        // Whatever else is in it stays.
        await rmdir(folder).catch(() => {});
      }
    },
  };
}

/** A new name is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explained(error: unknown, root: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StartError(
      `There is no space left for the backup in ${root}. Make room, or name another place.`,
      {
        cause: error,
      },
    );
  if (code === 'EACCES' || code === 'EROFS')
    return new StartError(
      `${root} may not be written to (${code}). Name a folder that this user may write to.`,
      {
        cause: error,
      },
    );
  return error;
}
