import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import type { CostRate, CostRateFilter } from '#store/practice/rate-card.ts';
import { costRates, listCostRates as listStored, loadCostRates } from '#store/practice/rate-card.ts';
import { findRecord } from '#store/practice/records.ts';
import { onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

/** What an hour costs: histories, or what applies on a day. */
export async function listCostRates(
  context: Context,
  query: CostRateFilter & PageWanted,
): Promise<Result<Page<CostRate>>> {
  const permitted = requirePermission(context.principal, 'costRates.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export async function getCostRate(context: Context, id: number): Promise<Result<CostRate>> {
  const permitted = requirePermission(context.principal, 'costRates.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const found = await findRecord(tx, costRates, id);
    return found.ok ? done(onlyOne(await loadCostRates(tx, [id]))) : found;
  });
}
