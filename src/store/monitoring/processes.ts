// The programs that are at work on this database: servers and workers, each in its own words.

import type { Queries } from '../database.ts';
import type { OperationKind } from './operations.ts';

export type RunningProcess = {
  readonly host: string;
  readonly process: number;
  readonly role: 'serve' | 'work';
  readonly version: string;
  readonly startedAt: string;
  /** Told to stop: it finishes what it has begun. */
  readonly draining: boolean;
  /** What it does when an operator asks for it. */
  readonly does: readonly OperationKind[];
};

export type SeenProcess = RunningProcess & { readonly seenAt: string };

/** One that was killed is shown as silent for a day. */
const silentHoursMax = 24;

export async function reportProcess(tx: Queries, told: RunningProcess, at?: string): Promise<void> {
  await tx.query(
    `insert into running_process (host, process, role, version, started_at, seen_at, draining, does)
     values ($1, $2, $3, $4, $5, coalesce($8::timestamptz, now()), $6, $7)
     on conflict (host, process) do update set role = excluded.role, version = excluded.version,
       started_at = excluded.started_at, seen_at = excluded.seen_at, draining = excluded.draining,
       does = excluded.does`,
    [told.host, told.process, told.role, told.version, told.startedAt, told.draining, told.does, at ?? null],
  );
  await tx.query(
    `delete from running_process where seen_at < coalesce($1::timestamptz, now()) - $2 * interval '1 hour'`,
    [at ?? null, silentHoursMax],
  );
}

/** It ends in order. */
export async function forgetProcess(
  tx: Queries,
  { host, process }: Pick<RunningProcess, 'host' | 'process'>,
): Promise<void> {
  await tx.query('delete from running_process where host = $1 and process = $2', [host, process]);
}

export function listProcesses(tx: Queries): Promise<SeenProcess[]> {
  return tx.query<SeenProcess>(
    `select host, process, role, version, started_at as "startedAt", seen_at as "seenAt", draining, does
     from running_process order by host, role, process`,
  );
}
