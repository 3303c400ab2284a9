// Closing a period. The firm is recounted first, from a snapshot, while people go on working. Then the gate is held alone:
// posts under way have ended and none begins, so what is looked at, frozen and locked is one state of the books. It is
// held for the time of a few reports, not for that of the recount.

import { requirePermission } from '#core/access/principal.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { judge, mayClose, type CheckCode } from '#core/periods/checklist.ts';
import { locksAfterClose, periodEnding, type LockDays } from '#core/periods/close.ts';
import { done, type Result } from '#core/refusal.ts';
import { keepChanges } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { loadLocks, saveLocks, type Locks } from '#store/firms.ts';
import { freezeOpenings, holdGate, insertClose, readClose, type PeriodClose } from '#store/periods/closes.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';
import { gatherEvidence, recount } from './evidence.ts';
import { readPeriodFacts } from './read-checklist.ts';

export type ClosePeriod = {
  /** The last day of the period. */
  readonly end: CivilDate;
  readonly notes: string | null;
  /** What calls for attention and is accepted as it is. */
  readonly acceptAttention: readonly CheckCode[];
};

export async function closePeriod(context: Context, command: ClosePeriod): Promise<Result<PeriodClose>> {
  const permitted = requirePermission(context.principal, 'locks.set');
  if (!permitted.ok) return permitted;
  const { end, notes, acceptAttention: accepted } = command;
  const now = context.clock();
  const early = await read(context, async (tx) => periodEnding(end, await readPeriodFacts(tx, now)));
  const recounts = early.ok ? await recount(context) : [];
  return write(context, async (tx) => {
    // Refused in here, so that a request that was answered already gets its answer again.
    if (!early.ok) return early;
    await holdGate(tx);
    const period = periodEnding(end, await readPeriodFacts(tx, now));
    if (!period.ok) return period;
    const { found, totals } = await gatherEvidence(tx, period.value, now);
    const evidence = judge([...recounts, ...found]);
    const closable = mayClose(evidence, accepted);
    if (!closable.ok) return closable;
    const before = await loadLocks(tx);
    const author = authorOf(context);
    const close = { ...period.value, notes, accepted, evidence, totals, before };
    const closeId = await insertClose(tx, author, close);
    await freezeOpenings(tx, { closeId, endedOn: end, now });
    await moveLocks(tx, context, before, locksAfterClose(before, end));
    return done((await readClose(tx, closeId))!);
  });
}

/** Moves both locks under the gate, and keeps that. */
export async function moveLocks(tx: Tx, context: Context, before: Locks, to: LockDays): Promise<void> {
  const { version } = before;
  const saved = await saveLocks(tx, { wipLockOn: to.wipLockOn, periodLockOn: to.periodLockOn, version });
  if (!saved) throw new Error(`the locks of firm ${tx.firmId} moved although the gate was held`);
  const change = { subjectId: tx.firmId, before, after: await loadLocks(tx) };
  await keepChanges(tx, authorOf(context), { subject: 'locks', action: 'changed' }, [change]);
}
