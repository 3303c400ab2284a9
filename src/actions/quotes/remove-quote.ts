import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { deleteQuote } from '#store/billing/quotes.ts';
import type { Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { holdQuote, keepQuoteChange } from './held.ts';

/** Deletes a draft; what was issued stays. */
export async function removeQuote(context: Context, seen: Recorded): Promise<Result<null>> {
  const permitted = requirePermission(context.principal, 'quotes.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdQuote(tx, seen, 'delete');
    if (!held.ok) return held;
    await deleteQuote(tx, seen.id);
    await keepQuoteChange(tx, context, held.value, undefined);
    return done(null);
  });
}
