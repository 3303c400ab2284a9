// Reading what was done to WIP without an invoice.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import {
  listWipActions,
  readWipAction,
  type WipAction,
  type WipActionKind,
} from '#store/work/wip-actions.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type { WipAction } from '#store/work/wip-actions.ts';

export type ActionPage = {
  readonly kind: WipActionKind | null;
  readonly beforeId: number | null;
  readonly limit: number;
};

/** Newest first. */
export function listActions(context: Context, page: ActionPage): Promise<Result<WipAction[]>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'wip.read');
    return permitted.ok ? done(await listWipActions(tx, page)) : permitted;
  });
}

export function readAction(context: Context, id: number): Promise<Result<WipAction>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'wip.read');
    if (!permitted.ok) return permitted;
    const action = await readWipAction(tx, id);
    return action === undefined
      ? refuse('notFound', 'There is no such WIP action in this firm.', { value: String(id) })
      : done(action);
  });
}
