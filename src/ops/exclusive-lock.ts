import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * A lock on a folder that the operating system releases when its holder dies, however it dies. Node has no flock of
 * its own, but its SQLite takes one: an exclusive transaction on a small file. A second file says who holds it, for
 * the message only; nothing is decided by its content.
 */

export type ExclusiveLock = { release(): void };

export class LockHeldError extends Error {
  override name = 'LockHeldError';
  readonly holder: string | undefined;

  constructor(path: string, holder: string | undefined) {
    super(`${path} is held by ${holder ?? 'another process'}`);
    this.holder = holder;
  }
}

const sqliteBusy = 5;

/** Waits up to `waitMs` for the lock, blocking this process, and throws `LockHeldError` when it is not to be had. */
export function takeLock(path: string, holder: string, waitMs = 0): ExclusiveLock {
  const file = new DatabaseSync(path, { timeout: waitMs });
  const holderPath = `${path}.holder`;
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    throw new LockHeldError(path, readHolder(holderPath));
  }
  writeFileSync(holderPath, holder, { mode: 0o600 });
  return { release: () => file.close() };
}

function readHolder(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
