// Watching a run: how far it has come, now and each time that it has come further, until it pauses or ends.

import { setTimeout as pause } from 'node:timers/promises';
import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { readProgress, readStep, type RunProgress } from '#store/billing-runs/progress.ts';
import { findRun } from '#store/billing-runs/runs.ts';
import type { Context } from '../context.ts';

export type { RunProgress } from '#store/billing-runs/progress.ts';

const lookEveryMs = 250;

/** The first is of now, unless it is of the step that was seen last. The refusal comes before anything is watched. */
export async function watchRun(
  context: Context,
  { id, after }: { readonly id: number; readonly after: number | null },
): Promise<Result<AsyncGenerator<RunProgress, void, undefined>>> {
  const permitted = requirePermission(context.principal, 'billingRuns.read');
  if (!permitted.ok) return permitted;
  const found = await inSnapshot(context, (tx) => findRun(tx, id));
  return found.ok ? done(progressOf(context, id, after)) : found;
}

async function* progressOf(context: Context, id: number, after: number | null) {
  let seen = after;
  for (;;) {
    const step = await inSnapshot(context, (tx) => readStep(tx, id));
    if (step === undefined) return;
    if (step !== seen) {
      const progress = await inSnapshot(context, (tx) => readProgress(tx, id, context.clock()));
      yield progress;
      if (progress.state !== 'running') return;
      seen = progress.step;
    } else if (!(await isRunning(context, id))) return;
    await pause(lookEveryMs);
  }
}

async function isRunning(context: Context, id: number): Promise<boolean> {
  const run = await inSnapshot(context, (tx) => findRun(tx, id));
  return run.ok && run.value.state === 'running';
}

function inSnapshot<T>(
  { database, principal }: Context,
  work: Parameters<typeof database.inFirm<T>>[1],
): Promise<T> {
  return database.inFirm(principal.firmId, work, { readOnly: true, snapshot: true });
}
