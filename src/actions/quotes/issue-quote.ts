// Issuing: the draft is composed once more at the rates of its day, gets its number, and is never edited again. A quote
// that it revises gives way to it, unless a job is billed by that one: then it gives way on acceptance.

import { requirePermission } from '#core/access/principal.ts';
import { addDays, today, type CivilDate } from '#core/calendar/civil-date.ts';
import { composeQuote } from '#core/quotes/compose.ts';
import { stateOnceRevised } from '#core/quotes/life.ts';
import { done, refuse, refuseAll, type Refused, type Result } from '#core/refusal.ts';
import { keepQuoteLook } from '#store/billing/looks.ts';
import type { QuoteDocument } from '#store/billing/quote-documents.ts';
import {
  readQuoteLines,
  replaceQuoteTax,
  updateQuoteLines,
  type QuoteLine,
} from '#store/billing/quote-lines.ts';
import { holdQuotes, readQuotes, updateQuote, type Quote } from '#store/billing/quotes.ts';
import { takeNumber } from '#store/billing/series.ts';
import { loadBillingSettings } from '#store/billing/settings.ts';
import { readClientTerms } from '#store/billing/terms.ts';
import type { Tx } from '#store/database.ts';
import { readLocks } from '#store/ledger/items.ts';
import type { Recorded } from '#store/practice/records.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { dateRefusal, latestDate } from '../work-date.ts';
import { validityRefusals } from './draft.ts';
import { checkHeld, documentOf, keepQuoteChange } from './held.ts';
import { typedLines } from './lines.ts';
import { loadTaxPolicy } from './tax-policy.ts';

export type IssueCommand = Recorded & { readonly seriesId?: number | null | undefined };

export async function issueQuote(context: Context, command: IssueCommand): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const { id, seriesId = null } = command;
    const revises = (await readQuotes(tx, [id])).get(id)?.revisesQuoteId ?? null;
    const held = await holdQuotes(tx, revises === null ? [id] : [id, revises]);
    const found = checkHeld(held, command, 'issue');
    if (!found.ok) return found;
    const quote = found.value;
    const dates = await datesOf(tx, context, quote);
    if (!dates.ok) return dates;
    const composed = await composeAnew(tx, quote, dates.value.quotedOn);
    if (!composed.ok) return composed;

    const revised = revises === null ? undefined : held.get(revises);
    if (revised !== undefined) await giveWay(tx, context, revised);
    await keepQuoteLook(tx, id, quote.clientId);
    const taken = await takeNumber(tx, 'quote', seriesId);
    if (taken === undefined) return unknownSeries(seriesId);
    const issued = {
      state: 'issued',
      ...dates.value,
      ...composed.value,
      number: taken.number,
      seriesId: taken.seriesId,
      seriesValue: taken.value,
    } as const;
    await updateQuote(tx, id, issued);
    const { number, state, quotedOn, validUntil, totalMinor, taxMinor } = issued;
    const after = { number, state, quotedOn, validUntil, totalMinor, taxMinor };
    await keepQuoteChange(tx, context, quote, after);
    return done(await documentOf(tx, id));
  });
}

type Dates = { readonly quotedOn: CivilDate; readonly validUntil: CivilDate };

/** Nothing is dated on or before the period lock; a lock on WIP alone does not concern a quote. */
async function datesOf(tx: Tx, context: Context, quote: Quote): Promise<Result<Dates>> {
  const [settings, billing, locks] = await Promise.all([
    readRecordingSettings(tx),
    loadBillingSettings(tx),
    readLocks(tx),
  ]);
  const rules = {
    latestOn: latestDate(settings, context.clock()),
    locks: { wipLockOn: null, periodLockOn: locks.periodLockOn },
  };
  const quotedOn = quote.quotedOn ?? today(context.clock(), settings.timeZone);
  const refused = dateRefusal(rules, quotedOn, 'quotedOn');
  if (refused !== null) return refused;
  const validUntil = quote.validUntil ?? addDays(quotedOn, billing.quoteValidDays);
  const refusals = validityRefusals(quotedOn, validUntil);
  return refusals.length > 0 ? refuseAll(refusals) : done({ quotedOn, validUntil });
}

/** Composes the stored lines at the rates of the day, and writes what they come to. */
async function composeAnew(
  tx: Tx,
  quote: Quote,
  on: CivilDate,
): Promise<Result<Pick<Quote, 'totalMinor' | 'taxMinor'>>> {
  const lines = typedLines<QuoteLine>(await readQuoteLines(tx, [quote.id]));
  if (lines.every((line) => line.kind === 'text')) {
    const at = { field: 'lines', value: '0', accepted: 'at least one task or cost' };
    return refuse('invalidRequest', 'The quote offers nothing yet.', at);
  }
  const currency = await currencyRefusal(tx, quote);
  if (currency !== null) return currency;
  const settings = await loadBillingSettings(tx);
  const policy = await loadTaxPolicy(tx, lines, { settings, mode: quote.taxMode, on });
  if (!policy.ok) return policy;
  const pricing = {
    currency: quote.currency,
    fixedTotalMinor: quote.fixedTotalMinor,
    policy: policy.value,
  };
  const composed = composeQuote(lines, pricing);
  if (!composed.ok) return composed;
  const { totalMinor, taxMinor, taxes } = composed.value;
  await updateQuoteLines(
    tx,
    quote.id,
    lines.map((line, place) => ({ ...line, ...composed.value.lines[place]! })),
  );
  await replaceQuoteTax(tx, quote.id, taxes);
  return done({ totalMinor, taxMinor });
}

/** A client without jobs may change its currency while a draft waits. */
export async function currencyRefusal(
  tx: Tx,
  quote: Pick<Quote, 'clientId' | 'currency'>,
): Promise<Refused | null> {
  const client = quote.clientId === null ? undefined : await readClientTerms(tx, quote.clientId);
  if (client === undefined) {
    const at = { field: 'clientId', accepted: 'a quote that names its client' };
    return refuse('unknownClient', 'The quote names no client.', at);
  }
  if (client.currency === quote.currency) return null;
  return refuse(
    'currencyMismatch',
    `${client.name} is invoiced in ${client.currency} and the quote is in ${quote.currency}.`,
    { field: 'currency', value: quote.currency, accepted: `a quote in ${client.currency}` },
  );
}

async function giveWay(tx: Tx, context: Context, revised: Quote): Promise<void> {
  const state = stateOnceRevised(revised.state);
  if (state === revised.state) return;
  await updateQuote(tx, revised.id, { state });
  await keepQuoteChange(tx, context, revised, { state });
}

function unknownSeries(seriesId: number | null): Refused {
  const at = { field: 'seriesId', accepted: 'a number series for quotes that is not archived' };
  return seriesId === null
    ? refuse('unknownSeries', 'The firm has no default number series for quotes.', at)
    : refuse('unknownSeries', 'The firm has no such number series for quotes.', {
        ...at,
        value: String(seriesId),
      });
}
