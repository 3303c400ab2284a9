// Reading costs.

import { may, mayReadCostOf, requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import {
  listCostEntries,
  readListedCostEntry,
  type CostEntryFilter,
  type CostEntryPosition,
  type ListedCostEntry,
} from '#store/work/cost-entries.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type CostPage = { readonly after: CostEntryPosition | null; readonly limit: number };

/** A page, newest first; of one's own costs for those who may see no others. */
export function listCosts(
  context: Context,
  filter: CostEntryFilter,
  page: CostPage,
): Promise<Result<ListedCostEntry[]>> {
  return read(context, async (tx) => {
    const { principal } = context;
    if (may(principal, 'costs.read')) return done(await listCostEntries(tx, filter, page));
    const permitted = requirePermission(principal, 'costs.readOwn');
    if (!permitted.ok) return permitted;
    return done(await listCostEntries(tx, { ...filter, recordedBy: principal.actorId }, page));
  });
}

export function readCost(context: Context, id: bigint): Promise<Result<ListedCostEntry>> {
  return read(context, async (tx) => {
    const cost = await readListedCostEntry(tx, id);
    return cost === undefined || !mayReadCostOf(context.principal, cost.recordedBy)
      ? refuse('notFound', 'There is no such cost in this firm.', { value: String(id) })
      : done(cost);
  });
}
