// A quote held for a change: locked, in a state in which that is done, and as whoever changes it saw it.

import { nameOfQuote, stateRefusal, type QuoteDeed } from '#core/quotes/life.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { readQuoteDocument, type QuoteDocument } from '#store/billing/quote-documents.ts';
import { holdQuotes, type Quote } from '#store/billing/quotes.ts';
import { keepChanges } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import type { Recorded } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';

export async function holdQuote(tx: Tx, seen: Recorded, deed: QuoteDeed): Promise<Result<Quote>> {
  return checkHeld(await holdQuotes(tx, [seen.id]), seen, deed);
}

/** The quote among those that were locked together. */
export function checkHeld(held: ReadonlyMap<number, Quote>, seen: Recorded, deed: QuoteDeed): Result<Quote> {
  const quote = held.get(seen.id);
  if (quote === undefined) return unknownQuote(seen.id);
  const refused = stateRefusal(deed, quote);
  if (refused !== null) return refused;
  if (quote.version === seen.version) return done(quote);
  return refuse('staleVersion', `Somebody changed ${nameOfQuote(quote)} meanwhile; look at it again.`, {
    field: 'version',
    value: String(seen.version),
    accepted: String(quote.version),
  });
}

export function unknownQuote(id: number): Refused {
  return refuse('unknownQuote', 'There is no such quote in this firm.', {
    field: 'id',
    value: String(id),
    accepted: 'the id of a quote of this firm',
  });
}

/** The quote as it stands after a write. */
export async function documentOf(tx: Tx, id: number): Promise<QuoteDocument> {
  const document = await readQuoteDocument(tx, id);
  if (document === undefined) throw new Error(`quote ${id} was written and is gone`);
  return document;
}

/** Keeps who did what to a quote, beside what the quote itself tells. */
export async function keepQuoteChange(
  tx: Tx,
  context: Context,
  before: Quote,
  after: object | undefined,
): Promise<void> {
  const { number, name, clientId, state, totalMinor, taxMinor, jobId, isMaster } = before;
  await keepChanges(
    tx,
    authorOf(context),
    { subject: 'quote', action: after === undefined ? 'removed' : 'changed' },
    [
      {
        subjectId: before.id,
        before: { number, name, clientId, state, totalMinor, taxMinor, jobId, isMaster },
        after,
      },
    ],
  );
}
