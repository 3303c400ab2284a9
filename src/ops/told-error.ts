// What the person at the command line is shown of an error.

import { userInfo } from 'node:os';
import { CommandFailure } from '#cli/output/failure.ts';
import { MigrationError } from '#store/migrate.ts';
import { StartError } from './start-error.ts';

const expected = [StartError, MigrationError, CommandFailure];
/** Of a file that somebody named, or that belongs to somebody else. No stack helps with these. */
const filesNotToBeHad = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'ENOSPC'];
/** What PostgreSQL calls its full disk. */
const diskFull = '53100';

/** A sentence where there is something to do about it; a defect whole, with its stack. */
export function toldError(error: unknown): unknown {
  if (expected.some((kind) => error instanceof kind)) return (error as Error).message;
  if (!(error instanceof Error)) return error;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === diskFull)
    return `The disk of the database is full: ${message}. Make room, and give the command again.`;
  if (path === undefined || !filesNotToBeHad.includes(code ?? '')) return error;
  return `${message}. This user, ${userName()}, needs to be able to do that; or name another file or folder.`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that has no name.
    return String(process.getuid?.());
  }
}
