// A new draft with the lines of another quote: a duplicate, which stands for itself, or a revision, which takes the place
// of the other once it is issued (or, where a job is billed by the other, once it is accepted). Copied is what was typed,
// with the options as they were proposed; tax is that of today.

import { requirePermission } from '#core/access/principal.ts';
import { today } from '#core/calendar/civil-date.ts';
import { composeQuote } from '#core/quotes/compose.ts';
import { nameOfQuote } from '#core/quotes/life.ts';
import { done, refuse, refuseAll, type Refused, type Result } from '#core/refusal.ts';
import type { QuoteDocument } from '#store/billing/quote-documents.ts';
import { readQuoteLines } from '#store/billing/quote-lines.ts';
import { holdQuotes, readRevision, type Quote } from '#store/billing/quotes.ts';
import { loadBillingSettings } from '#store/billing/settings.ts';
import { readClientTerms } from '#store/billing/terms.ts';
import type { Tx } from '#store/database.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { Recorded } from '#store/practice/records.ts';
import { archivedRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { saveNewQuote } from './create-quote.ts';
import { holdQuote, unknownQuote } from './held.ts';
import { currencyRefusal } from './issue-quote.ts';
import { typedLines, type ReadLine } from './lines.ts';
import { loadTaxPolicy } from './tax-policy.ts';

/** A draft like another quote, whatever became of that one. */
export async function duplicateQuote(context: Context, id: number): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const quote = (await holdQuotes(tx, [id])).get(id);
    return quote === undefined ? unknownQuote(id) : copy(tx, context, quote, null);
  });
}

/** A draft that is to take the place of a quote that was issued. */
export async function reviseQuote(context: Context, seen: Recorded): Promise<Result<QuoteDocument>> {
  const permitted = requirePermission(context.principal, 'quotes.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdQuote(tx, seen, 'revise');
    if (!held.ok) return held;
    const revision = await readRevision(tx, seen.id);
    if (revision?.state === 'draft' || revision?.state === 'issued') return revisedAlready(revision);
    return copy(tx, context, held.value, seen.id);
  });
}

function revisedAlready(revision: { id: number; number: string | null }): Refused {
  const name = nameOfQuote(revision);
  return refuse(
    'conflict',
    `${name[0]!.toUpperCase()}${name.slice(1)} revises it already; go on with that one.`,
    {
      field: 'id',
      value: String(revision.id),
      accepted: 'a quote without an open revision',
    },
  );
}

async function copy(
  tx: Tx,
  context: Context,
  quote: Quote,
  revisesQuoteId: number | null,
): Promise<Result<QuoteDocument>> {
  const refused = (await currencyRefusal(tx, quote)) ?? (await archivedClientRefusal(tx, quote.clientId!));
  if (refused !== null) return refused;
  const stored = await readQuoteLines(tx, [quote.id]);
  const lines: ReadLine[] = typedLines(stored).map((line) => ({ ...line, isChosen: line.isProposed }));
  if (lines.length === 0 && quote.totalMinor > 0n) lines.push(lineOfTotal(quote));
  const [settings, { timeZone }] = await Promise.all([loadBillingSettings(tx), loadPracticeSettings(tx)]);
  const on = today(context.clock(), timeZone);
  const policy = await loadTaxPolicy(tx, lines, { settings, mode: quote.taxMode, on });
  if (!policy.ok) return policy;
  const { currency, fixedTotalMinor } = quote;
  const composed = composeQuote(lines, { currency, fixedTotalMinor, policy: policy.value });
  if (!composed.ok) return composed;
  const { totalMinor, taxMinor, taxes } = composed.value;
  const draft = await saveNewQuote(tx, context, {
    columns: { ...draftOf(quote), revisesQuoteId, totalMinor, taxMinor },
    lines: lines.map((line, place) => ({ ...line, ...composed.value.lines[place]! })),
    taxes,
  });
  return done(draft);
}

async function archivedClientRefusal(tx: Tx, clientId: number): Promise<Refused | null> {
  const client = await readClientTerms(tx, clientId);
  const refusals = archivedRefusals(client, { field: 'clientId', noun: 'client', id: clientId });
  return refusals.length === 0 ? null : refuseAll(refusals);
}

/** What is copied of a quote's head: not its life, and not its days. */
function draftOf(quote: Quote) {
  return {
    number: null,
    name: quote.name ?? quote.number ?? 'Quote',
    clientId: quote.clientId,
    jobId: quote.jobId,
    contactId: quote.contactId,
    state: 'draft',
    isMaster: false,
    quotedOn: null,
    validUntil: null,
    acceptedOn: null,
    currency: quote.currency,
    pricing: quote.pricing,
    fixedTotalMinor: quote.fixedTotalMinor,
    taxMode: quote.taxMode,
    introduction: quote.introduction,
    terms: quote.terms,
    note: quote.note,
    templateId: quote.templateId,
    origin: 'composed',
  } as const;
}

/** An imported quote is known by its total alone. */
function lineOfTotal(quote: Quote): ReadLine {
  return {
    kind: 'task',
    taskId: null,
    description: quote.name ?? quote.number ?? 'As quoted',
    note: null,
    minutes: null,
    ratePerHourMinor: null,
    quantityThousandths: null,
    unitPriceMinor: null,
    unitCostMinor: null,
    givenMinor: quote.totalMinor,
    taxId: null,
    isOption: false,
    isChosen: true,
  };
}
