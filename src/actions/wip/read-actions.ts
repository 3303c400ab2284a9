// Reading what was done to WIP without an invoice.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import {
  findWipActions,
  readWipAction,
  readWipActions,
  type WipAction,
  type WipActionKind,
} from '#store/work/wip-actions.ts';
import {
  readActionEffects,
  readActionJournals,
  type ActionEffect,
  type ActionJournal,
} from '#store/work/wip-action-effects.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type ActionPage = {
  readonly kind: WipActionKind | null;
  readonly beforeId: number | null;
  readonly limit: number;
};

export type ActionWithEffects = WipAction & { readonly effects: readonly ActionEffect[] };

export type ExplainedAction = ActionWithEffects & {
  readonly journals: readonly ActionJournal[];
  /** Whether there are more journals than these. */
  readonly isCut: boolean;
};

const journalsMax = 1000;

/** Newest first. */
export function listActions(context: Context, page: ActionPage): Promise<Result<ActionWithEffects[]>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'wip.read');
    if (!permitted.ok) return permitted;
    const ids = await findWipActions(tx, page);
    const [actions, effects] = await Promise.all([readWipActions(tx, ids), readActionEffects(tx, ids)]);
    const byAction = Map.groupBy(effects, ({ wipActionId }) => wipActionId);
    return done(actions.map((action) => ({ ...action, effects: byAction.get(action.id) ?? [] })));
  });
}

/** One, with the journals that it posted. */
export function readAction(context: Context, id: number): Promise<Result<ExplainedAction>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'wip.read');
    if (!permitted.ok) return permitted;
    const [action, effects, journals] = await Promise.all([
      readWipAction(tx, id),
      readActionEffects(tx, [id]),
      readActionJournals(tx, id, journalsMax + 1),
    ]);
    if (action === undefined) {
      return refuse('notFound', 'There is no such WIP action in this firm.', { value: String(id) });
    }
    const isCut = journals.length > journalsMax;
    return done({ ...action, effects, journals: journals.slice(0, journalsMax), isCut });
  });
}
