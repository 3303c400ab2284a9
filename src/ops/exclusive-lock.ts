import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * A lock that the operating system releases when its holder dies, however it dies. Node has no flock of its own, but
 * its SQLite takes one: an exclusive transaction on a small file. A second file says who holds it, for the message
 * only; nothing is decided by its content.
 */

export type ExclusiveLock = {
  /** Says more about the holder, for whoever finds the lock taken. */
  describe(holder: string): void;
  release(): void;
};

export class LockHeldError extends Error {
  override name = 'LockHeldError';
  readonly holder: string;

  constructor(path: string, holder: string) {
    super(`${path} is held by ${holder}`);
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
  const describe = (text: string) => writeFileSync(holderPath, text, { mode: 0o600 });
  describe(holder);
  return { describe, release: () => file.close() };
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8') || 'another process';
  } catch {
    return 'another process';
  }
}
