// What was done to the installation as a whole: recounts of the ledger, backups, restore drills.

import type { Queries } from '../database.ts';

export const operationKinds = ['verify', 'backup', 'restoreDrill'] as const;
export type OperationKind = (typeof operationKinds)[number];

export type OperationOutcome = 'succeeded' | 'failed';

/** How it reads: what has no end and was not heard of for a minute was killed, by the clock of the database. */
type OutcomeSeen = OperationOutcome | 'brokenOff' | null;
const isSilent = `(ended_at is null and seen_at < now() - interval '1 minute')`;

/** Counts and sizes, and for people what went wrong; nothing of a firm. */
export type OperationDetail = Readonly<Record<string, string | number | boolean | null>>;

export async function beginOperation(tx: Queries, kind: OperationKind): Promise<number> {
  const [row] = await tx.query<{ id: number }>('insert into operation (kind) values ($1) returning id', [
    kind,
  ]);
  return row!.id;
}

/** Whoever is at it says so, several times in the minute after which it counts as broken off. */
export async function keepOperation(tx: Queries, id: number): Promise<void> {
  await tx.query('update operation set seen_at = now() where id = $1', [id]);
}

export async function endOperation(
  tx: Queries,
  id: number,
  ended: { readonly outcome: OperationOutcome; readonly detail: OperationDetail },
): Promise<void> {
  await tx.query('update operation set ended_at = now(), outcome = $2, detail = $3 where id = $1', [
    id,
    ended.outcome,
    JSON.stringify(ended.detail),
  ]);
}

export type Operation = {
  readonly id: number;
  readonly kind: OperationKind;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** When whoever was at it said so for the last time, or ended it. */
  readonly seenAt: string;
  readonly outcome: OutcomeSeen;
  readonly detail: OperationDetail;
};

const operationColumns = `id, kind, started_at as "startedAt", ended_at as "endedAt",
  coalesce(ended_at, seen_at) as "seenAt", case when ${isSilent} then 'brokenOff' else outcome end as outcome, detail`;

/** The newest first. */
export function listOperations(
  tx: Queries,
  asked: { readonly kind: OperationKind | null; readonly beforeId: number | null; readonly limit: number },
): Promise<Operation[]> {
  return tx.query<Operation>(
    `select ${operationColumns} from operation
     where ($1::text is null or kind = $1) and ($2::int is null or id < $2)
     order by id desc limit $3`,
    [asked.kind, asked.beforeId, asked.limit],
  );
}

export type LastOperation = {
  readonly kind: OperationKind;
  /** The last that ended or was broken off. */
  readonly last: Operation | null;
  readonly lastSucceededAt: string | null;
};

/** For each kind the last that ended or was broken off, and when one last succeeded. */
export async function readLastOperations(tx: Queries): Promise<LastOperation[]> {
  const [ended, succeeded] = await Promise.all([
    tx.query<Operation>(
      `select distinct on (kind) ${operationColumns} from operation where ended_at is not null or ${isSilent}
       order by kind, id desc`,
    ),
    tx.query<{ kind: string; at: string }>(
      `select kind, max(ended_at) as at from operation where outcome = 'succeeded' group by kind`,
    ),
  ]);
  return operationKinds.map((kind) => ({
    kind,
    last: ended.find((operation) => operation.kind === kind) ?? null,
    lastSucceededAt: succeeded.find((row) => row.kind === kind)?.at ?? null,
  }));
}

/** Somebody wants it done now. Asked again before it was begun, it is done once. */
export async function requestOperation(tx: Queries, kind: OperationKind): Promise<void> {
  await tx.query('insert into operation_request (kind) values ($1) on conflict do nothing', [kind]);
}

export async function readRequested(tx: Queries): Promise<ReadonlySet<OperationKind>> {
  const rows = await tx.query<{ kind: OperationKind }>('select kind from operation_request');
  return new Set(rows.map(({ kind }) => kind));
}

/** Whoever begins it takes the wish away first, so that it is begun once. */
export async function takeRequest(tx: Queries, kind: OperationKind): Promise<boolean> {
  const rows = await tx.query('delete from operation_request where kind = $1 returning 1', [kind]);
  return rows.length > 0;
}

/** What goes on, and what is still wanted. */
export async function readUnderWay(
  tx: Queries,
): Promise<readonly { readonly kind: OperationKind; readonly since: string; readonly begun: boolean }[]> {
  return tx.query(
    `select kind, asked_at as since, false as begun from operation_request
     union all
     select distinct on (kind) kind, started_at, true from operation o
     where ended_at is null and not ${isSilent}
       and not exists (select from operation later where later.kind = o.kind and later.id > o.id)
     order by kind`,
  );
}
