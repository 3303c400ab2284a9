// Reading from a streaming replica without ever reading something old. Whoever asks is served by the replica only when
// it has replayed everything that the primary had committed at the moment of asking. So a report holds what anybody was
// told is saved, on whichever server they saved it, and nothing has to be remembered about who wrote what.
//
// What must not change:
// - The position is compared in a statement of its own, before the transaction that reads: a snapshot taken first would be
//   older than what the comparison saw.
// - A replica that was promoted is another database from then on, whose positions say nothing, so it is not read.
// - Nobody waits long for it. One that is behind or away is left alone for a while, and the primary answers.

import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseAddress } from './address.ts';
import { codeOf, isUnreachable } from './unreachable.ts';
import { valueTypes } from './values.ts';

export type Replica = {
  /** Reads from the replica, or else from the primary; from there also when the replica fails in the middle. */
  read<T>(fromReplica: (pool: pg.Pool) => Promise<T>, fromPrimary: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export type ReplicaOptions = {
  readonly primary: pg.Pool;
  readonly address: DatabaseAddress;
  readonly poolSize: number;
  /** Told of connections lost while idle. */
  readonly lost: (error: Error) => void;
};

/** In milliseconds: until it must have caught up, and for how long one that has not is left alone. */
const catchUpWithin = 250;
const leftAloneFor = 2_000;
const connectWithin = 1_000;

/** What was read was in the way of what had to be replayed. */
const conflictWithRecovery = '40001';

export function openReplica({ primary, address, poolSize, lost }: ReplicaOptions): Replica {
  const pool = new pg.Pool({
    ...address,
    max: poolSize,
    connectionTimeoutMillis: connectWithin,
    application_name: 'workledger reports',
    types: valueTypes,
    pipeline: true,
  } as pg.PoolConfig);
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', () => {}));
  let leftAloneUntil = -Infinity;
  const leaveAlone = () => void (leftAloneUntil = performance.now() + leftAloneFor);

  async function hasCaughtUp(): Promise<boolean> {
    const isBusy = pool.waitingCount > 0;
    if (isBusy || performance.now() < leftAloneUntil) return false;
    const over = new AbortController();
    const late = pause(catchUpWithin, false, { signal: over.signal, ref: false }).catch(() => false);
    const caughtUp = await Promise.race([catchesUp(primary, pool, over.signal).catch(() => false), late]);
    over.abort();
    if (!caughtUp) leaveAlone();
    return caughtUp;
  }
  return {
    async read(fromReplica, fromPrimary) {
      if (!(await hasCaughtUp())) return fromPrimary();
      try {
        return await fromReplica(pool);
      } catch (error) {
        if (!isOfReplica(error)) throw error;
        leaveAlone();
        return fromPrimary();
      }
    },
    close: () => pool.end(),
  };
}

/** Whether the replica failed, rather than the work. */
function isOfReplica(error: unknown): boolean {
  if (isUnreachable(error) || codeOf(error) === conflictWithRecovery) return true;
  return error instanceof Error && error.message.startsWith('timeout exceeded when trying to connect');
}

/** Resolves to true once the replica has replayed what the primary has on its disk by now. */
async function catchesUp(primary: pg.Pool, replica: pg.Pool, signal: AbortSignal): Promise<boolean> {
  const { rows } = await primary.query<{ position: string }>(
    'select pg_current_wal_flush_lsn()::text as position',
  );
  for (let waitMs = 2; !signal.aborted; waitMs *= 2) {
    const found = await replica.query<{ recovering: boolean; replayed: boolean | null }>(
      `select pg_is_in_recovery() as recovering, pg_last_wal_replay_lsn() >= $1::pg_lsn as replayed`,
      [rows[0]!.position],
    );
    if (found.rows[0]!.recovering !== true) return false;
    if (found.rows[0]!.replayed === true) return true;
    await pause(waitMs, undefined, { signal, ref: false });
  }
  return false;
}
