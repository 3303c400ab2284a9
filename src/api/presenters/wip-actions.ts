// WIP actions as the API shows them.

import type { z } from 'zod';
import type { Context } from '#actions/context.ts';
import type { ActionOutcome } from '#actions/wip/act.ts';
import type { wipAction, wipActionDone } from '#contract/wip/actions.ts';
import type { WipAction } from '#actions/wip/read-actions.ts';
import { done, type Result } from '#core/refusal.ts';
import { presentBalances } from './balances.ts';

/** The outcome of an action, with the balances of its jobs. */
export async function presentOutcome<Outcome extends ActionOutcome>(
  context: Context,
  outcome: Result<Outcome>,
): Promise<Result<Omit<Outcome, 'balances' | 'journalIds'> & z.output<typeof wipActionDone>>> {
  if (!outcome.ok) return outcome;
  const { balances, journalIds, ...plain } = outcome.value;
  const shown = (await presentBalances(context, balances)) ?? [];
  return done({ ...plain, journalIds: [...journalIds], balances: shown });
}

export function presentAction(action: WipAction): z.output<typeof wipAction> {
  const { id, kind, effectiveOn, reasonName, note, actorName, recordedAt, undoneAt, undoneByName } = action;
  return {
    id,
    kind,
    effectiveOn,
    reason: reasonName,
    note,
    by: actorName,
    recordedAt,
    undoneAt,
    undoneBy: undoneByName,
  };
}
