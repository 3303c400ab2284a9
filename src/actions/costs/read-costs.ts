// Reading costs.

import { requirePermission } from '#core/access/principal.ts';
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

/** A page, newest first. */
export function listCosts(
  context: Context,
  filter: CostEntryFilter,
  page: CostPage,
): Promise<Result<ListedCostEntry[]>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'costs.read');
    return permitted.ok ? done(await listCostEntries(tx, filter, page)) : permitted;
  });
}

export function readCost(context: Context, id: bigint): Promise<Result<ListedCostEntry>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'costs.read');
    if (!permitted.ok) return permitted;
    const cost = await readListedCostEntry(tx, id);
    return cost === undefined
      ? refuse('notFound', 'There is no such cost in this firm.', { value: String(id) })
      : done(cost);
  });
}
