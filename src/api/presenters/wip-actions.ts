// WIP actions as the API shows them.

import type { z } from 'zod';
import type { Context } from '#actions/context.ts';
import type { ActionOutcome } from '#actions/wip/act.ts';
import type { explainedWipAction, wipAction, wipActionDone } from '#contract/wip/actions.ts';
import type { ActionWithEffects, ExplainedAction } from '#actions/wip/read-actions.ts';
import { journalKinds } from '#core/ledger/kinds.ts';
import { formatMinor } from '#core/money/money.ts';
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

export function presentAction(action: ActionWithEffects): z.output<typeof wipAction> {
  const { effects, id, kind, effectiveOn, reasonName, note, actorName, recordedAt, undoneAt, undoneByName } =
    action;
  const [first] = effects;
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
    jobCount: effects.length,
    job: first === undefined ? null : { id: first.jobId, number: first.jobNumber, name: first.jobName },
    totals: [...Map.groupBy(effects, ({ currency }) => currency)].map(([currency, ofCurrency]) => ({
      currency,
      netWipChange: formatMinor(
        ofCurrency.reduce((sum, { netWipChangeMinor }) => sum + netWipChangeMinor, 0n),
        currency,
      ),
    })),
  };
}

export function presentExplained(action: ExplainedAction): z.output<typeof explainedWipAction> {
  const journals = action.journals.map(({ netWipChangeMinor, ...journal }) => ({
    ...journal,
    kindLabel: journalKinds[journal.kind].sentence,
    netWipChange: formatMinor(netWipChangeMinor, journal.currency),
  }));
  return { ...presentAction(action), journals, isCut: action.isCut };
}
