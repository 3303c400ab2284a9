import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import type { Context } from '../context.ts';
import type { QuoteCommand } from './command.ts';
import { decideQuote, type DecidedQuote } from './draft.ts';

/** What a draft comes to; nothing is saved. */
export async function previewQuote(context: Context, command: QuoteCommand): Promise<Result<DecidedQuote>> {
  const permitted = requirePermission(context.principal, 'quotes.edit');
  if (!permitted.ok) return permitted;
  return context.database.inFirm(context.principal.firmId, (tx) => decideQuote(tx, context, command));
}
