// Starting a run that was rehearsed, and steering it: pause, resume, cancel, approve its drafts, undo all of it. Each only
// notes what is to be done and queues the routine that does it; run-chunk.ts is where it happens. Each answers the run as it
// stands then, and the same to whoever repeats the request, however far the run is by that time.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, refuseAll, type Refused, type Result } from '#core/refusal.ts';
import { claimRun, findRun, type BillingRun, type RunState } from '#store/billing-runs/runs.ts';
import {
  awaitApproval,
  awaitBilling,
  awaitNothing,
  awaitUndoing,
  beginWork,
  goOn,
  holdRun,
  isAnythingPlanned,
  setRunState,
  type Beginning,
  type WhenChanged,
  type WorkingRun,
} from '#store/billing-runs/work.ts';
import type { Tx } from '#store/database.ts';
import { queueRoutines } from '#store/queue.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { dayRefusals } from './check-rules.ts';
import { readRunIn, type RunWithTotals } from './read-runs.ts';
import { readStopped } from './stopped-runs.ts';

export type Start = { readonly id: number; readonly version: number; readonly whenChanged: WhenChanged };

/** Starts a rehearsal; of a run that is done, what was parked is tried again. */
export async function startRun(
  context: Context,
  { whenChanged, ...seen }: Start,
): Promise<Result<RunWithTotals>> {
  return steer(context, async (tx) => {
    const claimed = await claimRun(tx, seen);
    if (!claimed.ok) return claimed;
    const run = claimed.value;
    const refused = startRefusal(run) ?? (await daysRefusal(tx, context, run));
    if (refused !== null) return refused;
    await awaitBilling(tx, run.id, run.state === 'rehearsed' ? 'planned' : 'parked');
    return begin(tx, context, run.id, { work: 'bill', whenChanged });
  });
}

function startRefusal({ state }: BillingRun): Refused | null {
  if (state === 'rehearsed' || state === 'done') return null;
  return refuse('wrongState', 'Only a rehearsal is started, and a run that is done for what it has parked.', {
    field: 'state',
    value: state,
    accepted: 'rehearsed or done',
  });
}

async function daysRefusal(tx: Tx, context: Context, { rules }: BillingRun): Promise<Refused | null> {
  const refusals = await dayRefusals(tx, context, rules);
  return refusals.length > 0 ? refuseAll(refusals) : null;
}

/** What is under way is finished, a chunk at most. */
export function pauseRun(context: Context, id: number): Promise<Result<RunWithTotals>> {
  return steerHeld(context, id, ['running'], async (tx) => {
    await setRunState(tx, id, { state: 'paused', endedAt: null });
    return done({ id });
  });
}

/** Also a run that stands still because its routine failed too often. */
export async function resumeRun(context: Context, id: number): Promise<Result<RunWithTotals>> {
  const stopped = await readStopped(context, [{ id, state: 'running' }]);
  const accepted: readonly RunState[] = stopped.has(id) ? ['paused', 'running'] : ['paused'];
  return steerHeld(context, id, accepted, async (tx) => {
    await goOn(tx, id, context.clock());
    await queueRoutines(tx, 'runBillingChunk', [id]);
    return done({ id });
  });
}

/** What was not begun is left as it is; what was done stays, and may be undone. */
export function cancelRun(context: Context, id: number): Promise<Result<RunWithTotals>> {
  return steerHeld(context, id, ['running', 'paused'], async (tx) => {
    await awaitNothing(tx, id);
    const state = (await isAnythingPlanned(tx, id)) ? 'cancelled' : 'done';
    await setRunState(tx, id, { state, endedAt: context.clock() });
    return done({ id });
  });
}

export type ApproveRun = {
  readonly id: number;
  /** Of the drafts; null: all of them. */
  readonly places: readonly number[] | null;
};

export function approveRun(context: Context, { id, places }: ApproveRun): Promise<Result<RunWithTotals>> {
  return steerHeld(context, id, ['done', 'cancelled'], async (tx) => {
    if ((await awaitApproval(tx, id, places)) > 0) return begin(tx, context, id, { work: 'approve' });
    return refuse('nothingToDo', 'None of these is a draft of the run.', { field: 'units' });
  });
}

export type UndoRun = { readonly id: number; readonly reason: string };

/** Cancels every invoice that the run made, discards its drafts and takes its write-offs back. */
export function undoRun(context: Context, { id, reason }: UndoRun): Promise<Result<RunWithTotals>> {
  return steerHeld(context, id, ['done', 'cancelled', 'paused'], async (tx) => {
    await awaitNothing(tx, id);
    await awaitUndoing(tx, id);
    return begin(tx, context, id, { work: 'undo', undoReason: reason });
  });
}

async function begin(
  tx: Tx,
  context: Context,
  id: number,
  beginning: Omit<Beginning, 'at' | 'actingFor'>,
): Promise<Result<Steered>> {
  const { actorId, role, writeOffLimitMinor } = context.principal;
  const actingFor = { actorId, role, writeOffLimitMinor };
  await beginWork(tx, id, { ...beginning, actingFor, at: context.clock() });
  await queueRoutines(tx, 'runBillingChunk', [id]);
  return done({ id });
}

type Steered = { readonly id: number };

async function steer(
  context: Context,
  work: (tx: Tx) => Promise<Result<Steered>>,
): Promise<Result<RunWithTotals>> {
  const permitted = requirePermission(context.principal, 'billingRuns.run');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const steered = await work(tx);
    return steered.ok ? readRunIn(tx, context, steered.value.id) : steered;
  });
}

function steerHeld(
  context: Context,
  id: number,
  accepted: readonly RunState[],
  work: (tx: Tx, run: WorkingRun) => Promise<Result<Steered>>,
): Promise<Result<RunWithTotals>> {
  return steer(context, async (tx) => {
    const run = await holdRun(tx, id);
    if (run === undefined) {
      const found = await findRun(tx, id);
      if (!found.ok) return found;
      throw new Error(`billing run ${id} is there and cannot be held`);
    }
    if (accepted.includes(run.state)) return work(tx, run);
    return refuse('wrongState', `The billing run is ${run.state}.`, {
      field: 'state',
      value: run.state,
      accepted: accepted.join(' or '),
    });
  });
}
