import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExclusiveLock, LockHeldError, takeLock } from './exclusive-lock.ts';
import { StartError } from './start-error.ts';

/** The folder of an installation: who uses it, its secret, and the built-in database. */

const secretBytes = 48;

export function prepareDataFolder(folder: string): void {
  try {
    // Others may pass through to the cluster's own private folder, but not look around.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The data folder ${folder} cannot be made (${code}). Set WORKLEDGER_DATA to a folder you may write to.`,
      { cause: error },
    );
  }
}

/** Refuses with a clear message when another process uses the folder. */
export function lockDataFolder(folder: string, purpose: string): ExclusiveLock {
  const holder = `process ${process.pid} (workledger ${purpose})`;
  try {
    return takeLock(join(folder, 'lock'), holder);
  } catch (error) {
    if (error instanceof LockHeldError) {
      throw new StartError(
        `The data folder ${folder} is in use by ${error.holder}. ` +
          'Stop that one first, or set WORKLEDGER_DATA to another folder.',
        { cause: error },
      );
    }
    throw new StartError(
      `The data folder ${folder} cannot be locked: ${(error as Error).message}. ` +
        'Set WORKLEDGER_DATA to a folder you may write to.',
      { cause: error },
    );
  }
}

/** The secret that signs sessions, made on the first start. */
export function keptSecret(folder: string): string {
  const path = join(folder, 'secret');
  try {
    // 'wx' refuses to replace a secret: of two first starts, both read the one that was written first.
    writeFileSync(path, randomBytes(secretBytes).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}
