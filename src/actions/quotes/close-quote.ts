// A quote that comes to nothing: the client declines it, or it is put away.

import { requirePermission } from '#core/access/principal.ts';
import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { QuoteDocument } from '#store/billing/quote-documents.ts';
import { updateQuote } from '#store/billing/quotes.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { Recorded } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { documentOf, holdQuote, keepQuoteChange } from './held.ts';

export type DeclineCommand = Recorded & {
  /** Not said: today in the firm. */
  readonly declinedOn?: CivilDate | undefined;
  readonly reason?: string | null | undefined;
};

export async function declineQuote(
  context: Context,
  command: DeclineCommand,
): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.accept');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdQuote(tx, command, 'decline');
    if (!held.ok) return held;
    const { timeZone } = await loadPracticeSettings(tx);
    const day = today(context.clock(), timeZone);
    const declinedOn = command.declinedOn ?? day;
    const refused = answerDateRefusal(declinedOn, 'declinedOn', { first: held.value.quotedOn, last: day });
    if (refused !== null) return refused;
    const declined = { state: 'declined', declinedOn, declineReason: command.reason ?? null } as const;
    await updateQuote(tx, command.id, declined);
    await keepQuoteChange(tx, context, held.value, declined);
    return done(await documentOf(tx, command.id));
  });
}

/** A client answers a quote on its day or later, and not in days to come. */
export function answerDateRefusal(
  on: CivilDate,
  field: string,
  { first, last }: { first: CivilDate | null; last: CivilDate },
): Refused | null {
  if (on > last) {
    return refuse('futureDate', 'That day is still to come.', {
      field,
      value: on,
      accepted: `${last} or earlier`,
    });
  }
  if (first === null || on >= first) return null;
  return refuse('invalidDate', `The quote is of ${first}.`, {
    field,
    value: on,
    accepted: `${first} or later`,
  });
}

/** Puts a quote away, out of the lists of what is under way. */
export async function archiveQuote(context: Context, seen: Recorded): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdQuote(tx, seen, 'archive');
    if (!held.ok) return held;
    await updateQuote(tx, seen.id, { state: 'archived' });
    await keepQuoteChange(tx, context, held.value, { state: 'archived' });
    return done(await documentOf(tx, seen.id));
  });
}
