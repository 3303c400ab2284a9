import type { Result } from '#core/refusal.ts';
import { costRates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';

/** Removes a cost rate. Time that was recorded with it keeps its cost. */
export function removeCostRate(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: costRates,
    permission: 'costRates.edit',
    nameOf: (rate) => `from ${rate.effectiveFrom}`,
    instead: 'correcting it',
  });
}
