import type { Result } from '#core/refusal.ts';
import { rates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';

/** Removes a rate. Time that was recorded with it keeps its rate and value; the lines say what was used. */
export function removeRate(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: rates,
    permission: 'rates.edit',
    nameOf: (rate) => `from ${rate.effectiveFrom}`,
    instead: 'correcting it',
  });
}
