import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import type { QuoteDocument } from '#store/billing/quote-documents.ts';
import { replaceQuoteLines, type NewQuoteLine } from '#store/billing/quote-lines.ts';
import { insertQuote, type QuoteColumns } from '#store/billing/quotes.ts';
import { keepChanges } from '#store/changes.ts';
import type { TaxSummary } from '#core/tax/tax.ts';
import type { Tx } from '#store/database.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import type { QuoteCommand } from './command.ts';
import { decideQuote } from './draft.ts';
import { documentOf } from './held.ts';

/** Draws up a draft quote. */
export async function createQuote(context: Context, command: QuoteCommand): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const decided = await decideQuote(tx, context, command);
    if (!decided.ok) return decided;
    const { columns, lines, composed } = decided.value;
    return done(await saveNewQuote(tx, context, { columns, lines, taxes: composed.taxes }));
  });
}

export type NewDraft = {
  readonly columns: QuoteColumns;
  readonly lines: readonly NewQuoteLine[];
  readonly taxes: readonly TaxSummary[];
};

export async function saveNewQuote(
  tx: Tx,
  context: Context,
  { columns, lines, taxes }: NewDraft,
): Promise<QuoteDocument> {
  const author = authorOf(context);
  const id = await insertQuote(tx, {
    ...columns,
    createdBy: author.actorId,
    createdAt: author.recordedAt,
  });
  await replaceQuoteLines(tx, id, lines, taxes);
  const { clientId, name, totalMinor, taxMinor, revisesQuoteId = null } = columns;
  await keepChanges(tx, author, { subject: 'quote', action: 'created' }, [
    { subjectId: id, after: { clientId, name, totalMinor, taxMinor, revisesQuoteId } },
  ]);
  return documentOf(tx, id);
}
