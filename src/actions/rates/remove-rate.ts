import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import { rates } from '#store/practice/rate-card.ts';
import type { Recorded } from '#store/practice/records.ts';
import { claimRecord, removeRecords } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

/** Removes a rate. Time that was recorded with it keeps its rate and value; the lines say what was used. */
export async function removeRate(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'rates.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, rates, seen);
    if (!claimed.ok) return claimed;
    await removeRecords(tx, authorOf(context), rates, [claimed.value]);
    return done(null);
  });
}
