// Undoing a WIP action: every journal of it that still stands is mirrored, moved entries go back where they were, and a
// second row says who did it. Refused where work has moved on: an amount that was billed since cannot be taken back.

import { requirePermission } from '#core/access/principal.ts';
import { foldItems, itemKey } from '#core/ledger/fold.ts';
import type { Cause, Journal } from '#core/ledger/journal.ts';
import { journalKinds } from '#core/ledger/kinds.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { OpenItem } from '#core/wip/lines.ts';
import { undo } from '#core/wip/undo.ts';
import { today } from '#core/calendar/civil-date.ts';
import type { Tx } from '#store/database.ts';
import { nameCauses } from '#store/ledger/causes.ts';
import {
  lockJobs,
  readCauseHistory,
  readItemHistories,
  readLocks,
  readOpenItems,
  type StandingJournal,
} from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { moveCostEntries, moveTimeEntries } from '#store/work/moves.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { insertWipActionUndo, readWipAction } from '#store/work/wip-actions.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { draftRefusal } from '../settled.ts';
import { excludedRefusal, permissionOfAction, type ActionOutcome } from './act.ts';

export type UndoCommand = { readonly wipActionId: number; readonly note?: string | null | undefined };

export function undoWipAction(context: Context, command: UndoCommand): Promise<Result<ActionOutcome>> {
  return write(context, (tx) => undoWithin(tx, context, command));
}

/** In a transaction, or back to a savepoint, that a refusal rolls back. */
export async function undoWithin(
  tx: Tx,
  context: Context,
  { wipActionId, note }: UndoCommand,
): Promise<Result<ActionOutcome>> {
  const action = await readWipAction(tx, wipActionId);
  if (action === undefined)
    return refuse('notFound', 'There is no such WIP action in this firm.', { value: String(wipActionId) });
  const permitted = requirePermission(context.principal, permissionOfAction[action.kind]);
  if (!permitted.ok) return permitted;
  const cause = { kind: 'wipAction', id: BigInt(wipActionId) } as const;
  await lockJobs(tx, jobsOf(await readCauseHistory(tx, cause)));
  // Read again under the lock: somebody may have undone it, or edited one of its entries, meanwhile.
  const standing = await readCauseHistory(tx, cause);
  if (action.undoneAt !== null || standing.length === 0) {
    return refuse('alreadyReversed', 'The action was undone already.', { value: String(wipActionId) });
  }
  const locks = await readLocks(tx);
  const journals = undo(standing, locks);
  const refused =
    (await draftRefusal(tx, itemsOf(standing), () => 'id')) ??
    (await touchedSinceRefusal(tx, standing, cause)) ??
    takenSinceRefusal(standing, journals, await readOpenItems(tx, jobsOf(standing)));
  if (refused !== null) return refused;
  const { jobs } = await loadJobContexts(tx, jobsGivenBack(journals), [], { hold: true });
  const excluded = excludedRefusal(jobs.values());
  if (excluded !== null) return excluded;
  await moveBack(tx, standing);
  const settings = await readRecordingSettings(tx);
  const by = { actorId: context.principal.actorId, recordedAt: context.clock() };
  const effectiveOn = journals[0]?.effectiveOn ?? today(by.recordedAt, settings.timeZone);
  await insertWipActionUndo(tx, { wipActionId, effectiveOn, note: note ?? null, ...by });
  const posted = await post(tx, { journals, actorId: by.actorId });
  const { journalIds, balances } = posted;
  return done({
    wipActionId,
    kind: action.kind,
    effectiveOn,
    journalIds,
    balances: [...balances.values()],
  });
}

function jobsOf(journals: readonly Journal[]): number[] {
  return [...new Set(journals.flatMap((journal) => journal.lines.map((line) => line.jobId)))];
}

function itemsOf(journals: readonly Journal[]): bigint[] {
  const ids = journals.flatMap(({ lines }) => lines.flatMap(({ itemId }) => itemId ?? []));
  return [...new Set(ids)];
}

/** The jobs that the undo puts WIP back on, also when it adds up to nothing. */
function jobsGivenBack(journals: readonly Journal[]): number[] {
  const changes = [...foldItems(journals)].filter(([, change]) => change.amountMinor !== 0n);
  return [...new Set(changes.map(([key]) => Number(key.split('/')[0])))];
}

/** Refuses when an item no longer has what the undo would take from it. */
function takenSinceRefusal(
  standing: readonly StandingJournal[],
  journals: readonly Journal[],
  open: readonly OpenItem[],
): Refused | null {
  const present = new Map(open.map((item) => [itemKey(item.jobId, item.itemId), item]));
  const sides = sidesOf(standing);
  for (const [key, change] of foldItems(journals)) {
    const item = present.get(key);
    const side = sides.get(key)!;
    const openAfter = BigInt(side) * ((item?.openMinor ?? 0n) + change.amountMinor);
    const quantityAfter = side * ((item?.openQuantity ?? 0) + change.quantity);
    if (openAfter >= 0n && quantityAfter >= 0) continue;
    const itemId = key.split('/')[1]!;
    return refuse('alreadyBilled', `Entry ${itemId} was billed or settled since; undo that first.`, {
      value: itemId,
    });
  }
  return null;
}

/** On which side each item stands: 1, or -1 for an interim and a supplier's credit. What is open never changes sides. */
function sidesOf(standing: readonly StandingJournal[]): Map<string, 1 | -1> {
  const sides = new Map<string, 1 | -1>();
  for (const { kind, lines } of standing) {
    for (const line of lines) {
      if (line.itemId === null) continue;
      // A move is read by the line that takes; a write-on puts on, and only what stands on the ordinary side.
      const taking = kind === 'transferred' ? lines[0]! : line;
      const isCredit = line.itemKind === 'cost' && kind !== 'writtenOn' && taking.debit === 'wipCost';
      sides.set(itemKey(line.jobId, line.itemId), line.itemKind === 'interim' || isCredit ? -1 : 1);
    }
  }
  return sides;
}

/** A moved entry goes back only as the move left it: whatever was done to it since would be torn from it. */
async function touchedSinceRefusal(
  tx: Tx,
  standing: readonly StandingJournal[],
  cause: Cause,
): Promise<Refused | null> {
  const moves = standing.filter(({ kind }) => kind === 'transferred').map(({ lines }) => lines[1]!);
  const histories = await readItemHistories(
    tx,
    moves.map(({ jobId, itemId }) => ({ jobId, itemId: itemId! })),
  );
  const newest = standing.reduce((max, { id }) => (id > max ? id : max), 0n);
  for (const [itemId, history] of histories) {
    const since = history.find((journal) => journal.id > newest && !isSame(journal.cause, cause));
    if (since === undefined) continue;
    const [name] = await nameCauses(tx, [since.cause]);
    const what = `${journalKinds[since.kind].sentence.toLowerCase()} by ${name} on ${since.effectiveOn}`;
    return refuse('alreadyAdjusted', `Entry ${itemId} was ${what} since; undo that first.`, {
      value: String(itemId),
    });
  }
  return null;
}

function isSame(a: Cause, b: Cause): boolean {
  return a.kind === b.kind && a.id === b.id;
}

/** Entries that the action moved go back to the job and task that its journals took them from. */
async function moveBack(tx: Tx, standing: readonly StandingJournal[]): Promise<void> {
  for (const { kind, lines } of standing) {
    if (kind !== 'transferred') continue;
    const from = lines[0]!;
    const itemIds = [from.itemId!];
    await moveTimeEntries(tx, itemIds, from.jobId, from.jobTaskId);
    await moveCostEntries(tx, itemIds, from.jobId, from.jobTaskId);
  }
}
