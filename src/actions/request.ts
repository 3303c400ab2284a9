// One write, one transaction, one answer. A write that carries a request key leaves its answer in the same transaction;
// the same key with the same content gets that answer again, the same key with other content is refused, and a refused
// write leaves nothing, so it may be asked again once it is put right.

import { refuse, type Result } from '#core/refusal.ts';
import { constraintOf } from '#store/constraints.ts';
import type { TransactionOptions, Tx } from '#store/database.ts';
import { findRequest, keepRequest } from '#store/requests.ts';
import type { Context, RequestKey } from './context.ts';

const uniqueViolated = '23505';

/** Runs the work of a write in a transaction of the principal's firm, once per request key. */
export async function write<T>(
  context: Context,
  work: (tx: Tx) => Promise<Result<T>>,
  { byKey = false }: Pick<TransactionOptions, 'byKey'> = {},
): Promise<Result<T>> {
  const { database, principal, request } = context;
  const options = { retry: true, byKey };
  if (request === undefined) return database.inFirm(principal.firmId, work, options);
  const once = (tx: Tx) => answerOnce(tx, context, request, work);
  try {
    const result = await database.inFirm(principal.firmId, once, options);
    return result.ok ? result : ((await answeredMeanwhile<T>(context, request)) ?? result);
  } catch (error) {
    const answered = isCollision(error) ? await answeredMeanwhile<T>(context, request) : undefined;
    if (answered === undefined) throw error;
    return answered;
  }
}

/** For whoever does much before they write: what the key of the request was answered, if it was. */
export async function answeredBefore<T>(context: Context): Promise<Result<T> | undefined> {
  return context.request === undefined ? undefined : answeredMeanwhile<T>(context, context.request);
}

/**
 * The answer that the same key got while we were at it. Whoever asks the same twice at once finds their own first
 * request in the way (a name is taken, a version is stale), and is to be answered, not refused.
 */
async function answeredMeanwhile<T>(context: Context, request: RequestKey): Promise<Result<T> | undefined> {
  const answered = await read(context, (tx) => findRequest(tx, request.key));
  return answered && repeatAnswer<T>(request, answered);
}

function isCollision(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === uniqueViolated;
}

async function answerOnce<T>(
  tx: Tx,
  context: Context,
  request: RequestKey,
  work: (tx: Tx) => Promise<Result<T>>,
): Promise<Result<T>> {
  const answered = await findRequest(tx, request.key);
  if (answered !== undefined) return repeatAnswer<T>(request, answered);
  const result = await work(tx);
  if (result.ok) await keepRequest(tx, { ...request, outcome: result.value, recordedAt: context.clock() });
  return result;
}

/** The first answer to a key, or the refusal of a key that stands for something else. */
export function repeatAnswer<T>(
  request: RequestKey,
  answered: { hash: Uint8Array; outcome: unknown },
): Result<T> {
  if (Buffer.compare(answered.hash, request.hash) === 0) return { ok: true, value: answered.outcome as T };
  return refuse('requestKeyReused', 'This request key was used before for something else; use a new one.', {
    field: 'Idempotency-Key',
    value: request.key,
    accepted: 'a key not used before, or the same request again',
  });
}

export function isDuplicateRequest(error: unknown): boolean {
  return error instanceof Error && constraintOf(error) === 'request_pkey';
}

/** Reads for the principal's firm, changing nothing: one snapshot, so that whatever an answer says is of the same moment. */
export function read<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return context.database.inFirm(context.principal.firmId, work, { readOnly: true, snapshot: true });
}
