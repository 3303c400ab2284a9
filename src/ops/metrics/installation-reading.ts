// What the database tells of the installation, for metrics and samples. It is read at most every few seconds however
// often it is asked for, over a connection of its own, so that a busy server can still be watched.

import type { Database } from '#store/database.ts';
import {
  readDatabaseState,
  readRunState,
  type DatabaseState,
  type RunState,
} from '#store/monitoring/database-state.ts';
import { readLastOperations, type LastOperation } from '#store/monitoring/operations.ts';
import { readQueue, type QueueState } from '#store/queue.ts';

export type InstallationReading = {
  readonly database: DatabaseState;
  readonly queue: QueueState;
  readonly runs: RunState;
  readonly operations: readonly LastOperation[];
};

export type InstallationReader = () => Promise<InstallationReading>;

const readEveryMs = 5_000;
const statementTimeoutMs = 5_000;

export function installationReader(database: Database): InstallationReader {
  let kept: { readonly atMs: number; readonly reading: Promise<InstallationReading> } | undefined;
  return () => {
    if (kept !== undefined && performance.now() - kept.atMs < readEveryMs) return kept.reading;
    kept = { atMs: performance.now(), reading: read(database) };
    return kept.reading;
  };
}

function read(database: Database): Promise<InstallationReading> {
  return database.asInstallation(
    async (tx) => ({
      database: await readDatabaseState(tx),
      queue: await readQueue(tx),
      runs: await readRunState(tx),
      operations: await readLastOperations(tx),
    }),
    { readOnly: true, statementTimeoutMs },
  );
}
