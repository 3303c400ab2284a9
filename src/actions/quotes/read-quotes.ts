import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import {
  listQuotes as listStored,
  readQuoteDocument,
  type ListedQuote,
  type QuoteDocument,
  type QuoteFilter,
} from '#store/billing/quote-documents.ts';
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

/** A quote with its lines, and what of each stands invoiced. */
export async function readQuote(context: Context, id: number): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.read');
  if (!permitted.ok) return permitted;
  const document = await read(context, (tx) => readQuoteDocument(tx, id));
  return document === undefined ? unknownQuote(id) : done(document);
}
