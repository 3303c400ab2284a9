// Taking an acceptance back: the quote is an offer again, and the ledger as if it had never been accepted. Allowed while
// nothing was invoiced from it. The job stays, with its tasks; what the quote estimated of them goes. Locks as for an
// acceptance.

import { requirePermission } from '#core/access/principal.ts';
import { takeBackRefusal } from '#core/quotes/acceptance.ts';
import { nameOfQuote } from '#core/quotes/life.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { undo } from '#core/wip/undo.ts';
import { readUninvoiced, type QuoteDocument } from '#store/billing/quote-documents.ts';
import { holdJob } from '#store/billing/quote-jobs.ts';
import { readQuoteClaims, readQuoteLines, updateQuoteLines } from '#store/billing/quote-lines.ts';
import {
  holdQuotes,
  readAcceptedQuotes,
  readQuotes,
  updateQuote,
  type Quote,
} from '#store/billing/quotes.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs, readCauseHistory, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import type { Recorded } from '#store/practice/records.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { isSame, movedMeanwhile } from './accept-quote.ts';
import { applyEstimates } from './estimates.ts';
import { checkHeld, documentOf, keepQuoteChange, unknownQuote } from './held.ts';
import { choose } from './options.ts';

export async function undoAcceptance(context: Context, seen: Recorded): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.accept');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdAll(tx, seen);
    if (!held.ok) return held;
    const { quote, accepted } = held.value;
    const refused = variationRefusal(quote, accepted) ?? (await invoicedRefusal(tx, quote, accepted));
    if (refused !== null) return refused;

    const settled = await takeAway(tx, context, quote);
    if (!settled.ok) return settled;
    const standing = await readCauseHistory(tx, { kind: 'quote', id: BigInt(quote.id) });
    const journals = undo(standing, await readLocks(tx));
    const { actorId } = context.principal;
    if (journals.length > 0) await post(tx, { journals, actorId });
    return done(await documentOf(tx, quote.id));
  });
}

type Held = { readonly quote: Quote; readonly accepted: readonly Quote[] };

async function holdAll(tx: Tx, seen: Recorded): Promise<Result<Held>> {
  const known = (await readQuotes(tx, [seen.id])).get(seen.id);
  if (known === undefined) return unknownQuote(seen.id);
  const jobId = known.jobId;
  const before = jobId === null ? [] : await readAcceptedQuotes(tx, jobId);
  const found = checkHeld(
    await holdQuotes(tx, [seen.id, ...before.map(({ id }) => id)]),
    seen,
    'undoAcceptance',
  );
  if (!found.ok) return found;
  if (jobId === null) return done({ quote: found.value, accepted: [] });
  await holdJob(tx, jobId);
  await lockJobs(tx, [jobId]);
  const accepted = await readAcceptedQuotes(tx, jobId);
  if (isSame(before, accepted)) return done({ quote: found.value, accepted });
  return movedMeanwhile((await loadJobContexts(tx, [jobId], [])).jobs.get(jobId)!);
}

/** What was added to a quote goes before it. */
function variationRefusal(quote: Quote, accepted: readonly Quote[]): Refused | null {
  const variation = accepted.findLast((other) => other.id !== quote.id && !other.isMaster);
  if (!quote.isMaster || variation === undefined) return null;
  const name = nameOfQuote(variation);
  return refuse(
    'conflict',
    `${name[0]!.toUpperCase()}${name.slice(1)} adds to this one; take that back first.`,
    {
      field: 'id',
      value: variation.number ?? String(variation.id),
      accepted: 'a quote that no other adds to',
    },
  );
}

async function invoicedRefusal(tx: Tx, quote: Quote, accepted: readonly Quote[]): Promise<Refused | null> {
  if (quote.jobId === null) return null;
  const ids = accepted.map(({ id }) => id);
  const [claims, lines, uninvoicedMinor] = await Promise.all([
    readQuoteClaims(tx, ids),
    readQuoteLines(tx, ids),
    readUninvoiced(tx, quote.jobId),
  ]);
  const claimedMinor = (isOwn: boolean): bigint =>
    lines
      .filter((line) => (line.quoteId === quote.id) === isOwn)
      .reduce((total, line) => total + (claims.get(line.id) ?? 0n), 0n);
  return takeBackRefusal(quote, {
    ofLinesMinor: claimedMinor(true),
    ofOthersMinor: claimedMinor(false),
    acceptedMinor: accepted.reduce((total, other) => total + other.totalMinor, 0n),
    uninvoicedMinor,
  });
}

/** The lines as they were proposed, without what they had become. */
async function takeAway(tx: Tx, context: Context, quote: Quote): Promise<Result<null>> {
  const lines = await readQuoteLines(tx, [quote.id]);
  const proposed = await choose(tx, quote, lines, (line) => line.isProposed);
  if (!proposed.ok) return proposed;
  if (quote.jobId !== null) {
    await applyEstimates(tx, authorOf(context), {
      jobId: quote.jobId,
      quote,
      lines: [],
      gone: lines,
      isFirst: false,
      on: quote.acceptedOn!,
      itemIds: [],
    });
  }
  await updateQuoteLines(
    tx,
    quote.id,
    proposed.value.lines.map((line) => ({ ...line, jobTaskId: null, costEntryId: null })),
  );
  const { totalMinor, taxMinor } = proposed.value;
  const change = { state: 'issued', isMaster: false, acceptedOn: null, totalMinor, taxMinor } as const;
  await updateQuote(tx, quote.id, change);
  await keepQuoteChange(tx, context, quote, change);
  return done(null);
}
