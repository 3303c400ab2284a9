import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import type { Rate, RateFilter } from '#store/practice/rate-card.ts';
import { listRates as listStored, loadRates, rates } from '#store/practice/rate-card.ts';
import { findRecord } from '#store/practice/records.ts';
import { onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

/** The rate card: histories, or what applies on a day. */
export async function listRates(
  context: Context,
  query: RateFilter & PageWanted,
): Promise<Result<Page<Rate>>> {
  const permitted = requirePermission(context.principal, 'rates.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export async function getRate(context: Context, id: number): Promise<Result<Rate>> {
  const permitted = requirePermission(context.principal, 'rates.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const found = await findRecord(tx, rates, id);
    return found.ok ? done(onlyOne(await loadRates(tx, [id]))) : found;
  });
}
