// Recording time. Calls of a firm that arrive together are committed together (actions/group-commit.ts); each is decided
// by itself, refused or accepted whole, and answered by itself.

import { done, refuse, refuseAll, within, type Refusal, type Result } from '#core/refusal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Database, Tx } from '#store/database.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { post, type JobBalance } from '#store/ledger/post.ts';
import { findRequests, keepRequests, type AnsweredRequest } from '#store/requests.ts';
import { insertTimeEntries } from '#store/work/time-entries.ts';
import type { Context } from '../context.ts';
import { groupCommit, type GroupCommit } from '../group-commit.ts';
import { isDuplicateRequest, repeatAnswer } from '../request.ts';
import { distinct, readTimeBasis, type TimeBasis } from './basis.ts';
import { entriesPerRequestMax, type RecordedBatch, type TimeCommand } from './command.ts';
import { decideTime, takeFromDay, type DecidedTime } from './decide.ts';

/** Records the entries of one call: all of them or, with a refusal per entry that is wrong, none. */
export async function recordTimeEntries(
  context: Context,
  commands: readonly TimeCommand[],
): Promise<Result<RecordedBatch>> {
  if (commands.length === 0 || commands.length > entriesPerRequestMax) {
    return refuse('batchTooLarge', `A request records from 1 to ${entriesPerRequestMax} entries.`, {
      field: 'entries',
      value: String(commands.length),
      accepted: `1 to ${entriesPerRequestMax} entries`,
    });
  }
  const ids = await itemIdsOf(context.database).take(commands.length);
  return committerOf(context.database)(context.principal.firmId, { context, commands, ids });
}

export type RecordingCall = {
  readonly context: Context;
  readonly commands: readonly TimeCommand[];
  readonly ids: readonly bigint[];
};
type Call = RecordingCall;
type Answer = Result<RecordedBatch>;

const committers = new WeakMap<Database, GroupCommit<Call, Answer>>();

function committerOf(database: Database): GroupCommit<Call, Answer> {
  let committer = committers.get(database);
  if (committer === undefined) {
    committer = groupCommit({
      runBatch: (firmId, calls) => recordTogether(database, firmId, calls),
      sizeOf: (call) => call.commands.length,
      batchSizeMax: 500,
      underWayMax: 2,
      underWayOverallMax: 4,
    });
    committers.set(database, committer);
  }
  return committer;
}

/** Records entries inside a transaction of another action, which answers for the request key. */
export async function recordTimeIn(tx: Tx, call: RecordingCall): Promise<Result<RecordedBatch>> {
  const basis = await readTimeBasis(tx, call.commands, call.context.clock());
  const decided = decideCall(basis, call);
  if (!decided.ok) return decided;
  const own = { ...call, context: { ...call.context, request: undefined } };
  const { answers } = await save(tx, [{ call: own, decided: decided.value }], basis.settings.currency);
  return answers.get(own)!;
}

async function recordTogether(database: Database, firmId: number, calls: readonly Call[]): Promise<Answer[]> {
  for (let attempt = 1; ; attempt += 1) {
    const last: Last = { keeping: undefined };
    try {
      return await database.inFirm(firmId, (tx) => answerCalls(tx, calls, last), {
        retry: true,
        byKey: true,
      });
    } catch (found) {
      const error = await whyOf(last, found);
      // Another batch answered one of the keys first; read its answer this time.
      if (attempt > 3 || !isDuplicateRequest(error)) throw error;
    }
  }
}

/**
 * Keeping the answers is the last thing a transaction does, and travels with its COMMIT: nobody waits for it apart. When it
 * fails, COMMIT is answered by ROLLBACK, and this says why.
 */
type Last = { keeping: Promise<void> | undefined };

async function whyOf({ keeping }: Last, found: unknown): Promise<unknown> {
  try {
    await keeping;
    return found;
  } catch (failed) {
    return failed;
  }
}

type Accepted = { readonly call: Call; readonly decided: readonly DecidedTime[] };

async function answerCalls(tx: Tx, calls: readonly Call[], last: Last): Promise<Answer[]> {
  const keys = calls.flatMap((call) => call.context.request?.key ?? []);
  const commands = calls.flatMap((call) => call.commands);
  // Few calls are asked twice, so what deciding needs is read along with the answers given before.
  const [answered, basis] = await Promise.all([
    keys.length === 0 ? new Map<string, AnsweredRequest>() : findRequests(tx, keys),
    readTimeBasis(tx, commands, calls[0]!.context.clock()),
  ]);
  const isFresh = (call: Call): boolean =>
    call.context.request === undefined || !answered.has(call.context.request.key);
  const fresh = calls.filter(isFresh);
  const answers = new Map<Call, Answer>();
  const accepted: Accepted[] = [];
  if (fresh.length > 0) {
    const firstByKey = new Map<string, Call>();
    for (const call of fresh) {
      const key = call.context.request?.key;
      // The same key twice in one batch: the second waits for the first one's answer, below.
      if (key !== undefined && firstByKey.has(key)) continue;
      if (key !== undefined) firstByKey.set(key, call);
      const decided = decideCall(basis, call);
      if (decided.ok) accepted.push({ call, decided: decided.value });
      else answers.set(call, decided);
    }
    const saved = await save(tx, accepted, basis.settings.currency);
    for (const [call, answer] of saved.answers) answers.set(call, answer);
    last.keeping = saved.keeping;
    last.keeping?.catch(() => {});
    for (const [key, first] of firstByKey) {
      const answer = answers.get(first)!;
      if (answer.ok) answered.set(key, { key, hash: first.context.request!.hash, outcome: answer.value });
    }
  }
  return calls.map((call) => answers.get(call) ?? answerAgain(call, answered));
}

/** The answer to a key that was answered before, or by an earlier call of this batch. */
function answerAgain(call: Call, answered: ReadonlyMap<string, AnsweredRequest>): Answer {
  const { request } = call.context;
  const first = request === undefined ? undefined : answered.get(request.key);
  if (request !== undefined && first !== undefined) return repeatAnswer<RecordedBatch>(request, first);
  return refuse('requestInProgress', 'The same request was refused at this moment; ask again.', {
    field: 'Idempotency-Key',
  });
}

function decideCall(basis: TimeBasis, call: Call): Result<DecidedTime[]> {
  const decided: DecidedTime[] = [];
  const refusals: Refusal[] = [];
  for (const [index, command] of call.commands.entries()) {
    const result = decideTime(basis, call.context.principal, command, call.ids[index]!);
    if (result.ok) decided.push(result.value);
    else refusals.push(...within(`entries[${index}]`, result).refusals);
  }
  if (refusals.length === 0) return done(decided);
  // A refused call must not count towards anybody's day.
  for (const { row } of decided) takeFromDay(basis, row);
  return refuseAll(refusals);
}

async function save(
  tx: Tx,
  accepted: readonly Accepted[],
  firmCurrency: CurrencyCode,
): Promise<{ answers: Map<Call, Answer>; keeping?: Promise<void> }> {
  const answers = new Map<Call, Answer>();
  if (accepted.length === 0) return { answers };
  const all = accepted.flatMap(({ decided }) => decided);
  const [, posted] = await Promise.all([
    insertTimeEntries(
      tx,
      all.map(({ row }) => row),
    ),
    post(tx, {
      journals: all.map(({ journal }) => journal),
      actorId: accepted.flatMap(({ call, decided }) => decided.map(() => call.context.principal.actorId)),
    }),
  ]);
  const toKeep: AnsweredRequest[] = [];
  for (const { call, decided } of accepted) {
    const outcome = { ...outcomeOf(decided, posted.balances), firmCurrency };
    answers.set(call, done(outcome));
    if (call.context.request !== undefined) toKeep.push({ ...call.context.request, outcome });
  }
  if (toKeep.length === 0) return { answers };
  return { answers, keeping: keepRequests(tx, toKeep, posted.recordedAt) };
}

function outcomeOf(decided: readonly DecidedTime[], balances: ReadonlyMap<number, JobBalance>) {
  const entries = decided.map(({ outcome }) => outcome);
  return {
    entries,
    balances: distinct(entries.map((entry) => entry.jobId)).map((jobId) => balances.get(jobId)!),
  };
}
