import { requirePermission } from '#core/access/principal.ts';
import { today } from '#core/calendar/civil-date.ts';
import { divideHalfUp } from '#core/money/division.ts';
import { done, type Result } from '#core/refusal.ts';
import {
  countQuotes as countStored,
  listQuotes as listStored,
  readQuoteDocument,
  type ListedQuote,
  type QuoteCount,
  type QuoteDocument,
  type QuoteFilter,
} from '#store/billing/quote-documents.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { unknownQuote } from './held.ts';

export type { ListedQuote, QuoteDocument } from '#store/billing/quote-documents.ts';

export async function listQuotes(
  context: Context,
  query: QuoteFilter & PageWanted,
): Promise<Result<Page<ListedQuote>>> {
  const permitted = requirePermission(context.principal, 'quotes.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export type QuoteCounted = {
  readonly counts: readonly QuoteCount[];
  readonly decided: number;
  /** How many of a thousand that were decided were accepted; null where none was. */
  readonly wonPermille: bigint | null;
};

export async function countQuotes(context: Context, filter: QuoteFilter): Promise<Result<QuoteCounted>> {
  const permitted = requirePermission(context.principal, 'quotes.read');
  if (!permitted.ok) return permitted;
  const counts = await read(context, async (tx) => {
    const { timeZone } = await loadPracticeSettings(tx);
    return countStored(tx, filter, today(context.clock(), timeZone));
  });
  const inState = (state: QuoteCount['state']) =>
    counts.reduce((sum, count) => (count.state === state ? sum + count.count : sum), 0);
  const won = inState('accepted');
  const decided = won + inState('declined');
  const wonPermille = decided === 0 ? null : divideHalfUp(BigInt(won) * 1000n, BigInt(decided));
  return done({ counts, decided, wonPermille });
}

/** A quote with its lines, and what of each stands invoiced. */
export async function readQuote(context: Context, id: number): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.read');
  if (!permitted.ok) return permitted;
  const document = await read(context, (tx) => readQuoteDocument(tx, id));
  return document === undefined ? unknownQuote(id) : done(document);
}
