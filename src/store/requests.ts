// First answers, kept by request key.

import type { Database, Tx } from './database.ts';

export type AnsweredRequest = { key: string; hash: Uint8Array; outcome: unknown };

export async function findRequest(tx: Tx, key: string): Promise<AnsweredRequest | undefined> {
  return (await findRequests(tx, [key])).get(key);
}

export async function findRequests(tx: Tx, keys: readonly string[]): Promise<Map<string, AnsweredRequest>> {
  const rows = await tx.prepared<{ key: string; hash: Uint8Array; outcome: string }>(
    'find-requests',
    `select request_key as key, request_hash as hash, outcome
     from request where firm_id = $1 and request_key = any ($2)`,
    [tx.firmId, keys],
  );
  return new Map(rows.map((row) => [row.key, { ...row, outcome: decodeOutcome(row.outcome) }]));
}

export async function keepRequest(tx: Tx, answered: AnsweredRequest & { recordedAt: string }): Promise<void> {
  await keepRequests(tx, [answered], answered.recordedAt);
}

/**
 * Fails on the primary key when one of the keys was answered meanwhile. By a clock that is behind the database's, an answer
 * would seem old enough to be forgotten at once.
 */
export async function keepRequests(
  tx: Tx,
  answered: readonly AnsweredRequest[],
  recordedAt: string,
): Promise<void> {
  await tx.prepared(
    'keep-requests',
    `insert into request (firm_id, request_key, request_hash, outcome, recorded_at)
     select $1, key, hash, outcome, greatest($5::timestamptz, now())
     from unnest($2::text[], $3::bytea[], string_to_array($4, e'\\n')) as a (key, hash, outcome)`,
    [
      tx.firmId,
      answered.map((a) => a.key),
      answered.map((a) => a.hash),
      // JSON on one line each: quoted as elements of an array, they would cost both sides more than keeping them.
      answered.map((a) => encodeOutcome(a.outcome)).join('\n'),
      recordedAt,
    ],
  );
}

/** Nobody repeats a request after so long: not even a phone that lay in a drawer with hours that it could not send. */
const rememberedHours = 90 * 24;
const forgetStatement =
  'select forget_old_requests(least($1::timestamptz, now() - $2::interval)) as forgotten';

/**
 * Forgets, in all firms, what was answered more than ninety days before now, by the clock that is behind where the program's
 * and the database's differ. Answers how much that was.
 */
export async function forgetOldRequests(database: Database, now: string): Promise<bigint> {
  const before = Temporal.Instant.from(now).subtract({ hours: rememberedHours }).toString();
  const [row] = await database.asInstallation(
    (tx) => tx.query<{ forgotten: bigint }>(forgetStatement, [before, `${rememberedHours} hours`]),
    { statementTimeoutMs: 0 },
  );
  return row!.forgotten;
}

// An outcome is what an action returned, as JSON. A bigint is written as text behind a mark, so that it comes back as a
// bigint; text that begins with the mark gets a second one.
const mark = '#';

export function encodeOutcome(outcome: unknown): string {
  return JSON.stringify(outcome ?? null, (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${mark}${value}`;
    return typeof value === 'string' && value.startsWith(mark) ? mark + value : value;
  });
}

export function decodeOutcome(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(mark)) return value;
    const marked = value.slice(mark.length);
    return marked.startsWith(mark) ? marked : BigInt(marked);
  });
}
