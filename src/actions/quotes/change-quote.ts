import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import type { QuoteDocument } from '#store/billing/quote-documents.ts';
import { readQuoteLines, replaceQuoteLines } from '#store/billing/quote-lines.ts';
import { updateQuote } from '#store/billing/quotes.ts';
import type { Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { QuoteCommand } from './command.ts';
import { decideQuote } from './draft.ts';
import { documentOf, holdQuote, keepQuoteChange } from './held.ts';

/** Changes a draft: what is sent takes the place of all that it said. */
export async function changeQuote(
  context: Context,
  seen: Recorded,
  command: QuoteCommand,
): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdQuote(tx, seen, 'change');
    if (!held.ok) return held;
    const decided = await decideQuote(tx, context, command, await readQuoteLines(tx, [seen.id]));
    if (!decided.ok) return decided;
    const { columns, lines, composed } = decided.value;
    await updateQuote(tx, seen.id, columns);
    await replaceQuoteLines(tx, seen.id, lines, composed.taxes);
    const { name, clientId, totalMinor, taxMinor } = columns;
    await keepQuoteChange(tx, context, held.value, { name, clientId, totalMinor, taxMinor });
    return done(await documentOf(tx, seen.id));
  });
}
