// Runs that stand still although nobody has paused them: the queue has given their routine up. They say so, and go on when
// somebody asks.

import { stopCauseOf, type StopCause } from '#core/billing-run/stopped.ts';
import type { RunState } from '#store/billing-runs/runs.ts';
import { readGivenUp } from '#store/given-up.ts';
import type { Context } from '../context.ts';

export type Stopped = { readonly at: string; readonly attempts: number; readonly cause: StopCause };

type Run = { readonly id: number; readonly state: RunState };

/** To be read before the runs themselves or after them: a run that has moved meanwhile is not among them. */
export async function readStopped(
  { database, principal }: Pick<Context, 'database' | 'principal'>,
  runs: readonly Run[],
): Promise<ReadonlyMap<number, Stopped>> {
  const ids = runs.filter(({ state }) => state === 'running').map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const givenUp = await database.asInstallation(
    (tx) => readGivenUp(tx, 'runBillingChunk', principal.firmId, ids),
    { readOnly: true },
  );
  return new Map(
    givenUp.map(({ id, at, attempts, error }) => [id, { at, attempts, cause: stopCauseOf(error) }]),
  );
}
