// How the installation does at this moment: its queue and workers, runs, database, and what was last done to it.

import { isThere } from '#core/monitoring/judge.ts';
import type { Database } from '#store/database.ts';
import {
  readDatabaseState,
  readRunState,
  readStatementLoads,
  type DatabaseState,
} from '#store/monitoring/database-state.ts';
import {
  listOperations,
  readLastOperations,
  readUnderWay,
  type OperationKind,
} from '#store/monitoring/operations.ts';
import { listProcesses, type SeenProcess } from '#store/monitoring/processes.ts';
import { readQueue, readQueueFailures } from '#store/queue.ts';
import { askable } from './ask-operation.ts';

export async function readState(database: Database, now: string) {
  const { processes, ...state } = await database.asInstallation(
    async (tx) => ({
      operations: await readLastOperations(tx),
      underWay: await readUnderWay(tx),
      processes: await listProcesses(tx),
      queue: { ...(await readQueue(tx)), failures: await readQueueFailures(tx) },
      billingRuns: await readRunState(tx),
      database: asNumbers(await readDatabaseState(tx)),
    }),
    { readOnly: true },
  );
  return {
    at: now,
    ...state,
    canAsk: askable(processes, now),
    processes: processes.map((each) => ({ ...each, state: processState(each, now) })),
  };
}

function processState(each: SeenProcess, now: string): 'up' | 'draining' | 'silent' {
  if (!isThere(each, now)) return 'silent';
  return each.draining ? 'draining' : 'up';
}

/** Counts and sizes, none of which comes near to what a number holds exactly. */
function asNumbers({ cacheHits, cacheReads, replicas, ...state }: DatabaseState) {
  const blocks = Number(cacheHits + cacheReads);
  return {
    ...state,
    sizeBytes: Number(state.sizeBytes),
    deadlocks: Number(state.deadlocks),
    deadRows: Number(state.deadRows),
    cacheHitShare: blocks === 0 ? null : Number(cacheHits) / blocks,
    replicas: replicas.map(({ name, lagBytes, lagSeconds }) => ({
      name,
      lagBytes: lagBytes === null ? null : Number(lagBytes),
      lagSeconds,
    })),
  };
}

export async function readOperations(
  database: Database,
  asked: {
    readonly kind?: OperationKind | undefined;
    readonly limit: number;
    readonly cursor?: number | undefined;
  },
) {
  const { kind = null, limit, cursor = null } = asked;
  const rows = await database.asInstallation(
    (tx) => listOperations(tx, { kind, beforeId: cursor, limit: limit + 1 }),
    { readOnly: true },
  );
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null };
}

const statementsMax = 50;

export async function readSlowStatements(database: Database) {
  const items = await database.asInstallation((tx) => readStatementLoads(tx, statementsMax), {
    readOnly: true,
  });
  return {
    available: items !== undefined,
    items: (items ?? []).map((item) => ({ ...item, calls: Number(item.calls), rows: Number(item.rows) })),
  };
}
