// Accepting a quote: a job is billed by it from then on. In one transaction the job gets its tasks, estimates and
// estimated costs, and the ledger what is now to be invoiced.
//
// Locks, in the order that holds for all documents: the quotes concerned by id, the job's row, its ledger. Which quotes
// are concerned is looked up before anything is locked and looked up again under the locks; if it is no longer the same,
// somebody else was accepting or taking back at this moment.

import { requirePermission } from '#core/access/principal.ts';
import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { acceptanceJournals, placeOf, type Place } from '#core/quotes/acceptance.ts';
import { hasExpired, nameOfQuote } from '#core/quotes/life.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import type { QuoteDocument } from '#store/billing/quote-documents.ts';
import { readQuoteLines, updateQuoteLines } from '#store/billing/quote-lines.ts';
import {
  holdQuotes,
  readAcceptedQuotes,
  readQuotes,
  updateQuote,
  type Quote,
} from '#store/billing/quotes.ts';
import { readDraftsClaiming } from '#store/billing/replaced-quotes.ts';
import type { Tx } from '#store/database.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { readCauseHistory, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import type { JobContext } from '#store/practice/jobs.ts';
import type { Recorded } from '#store/practice/records.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';
import { dateRefusal, latestDate } from '../work-date.ts';
import { answerDateRefusal } from './close-quote.ts';
import { applyEstimates } from './estimates.ts';
import { checkHeld, documentOf, keepQuoteChange, unknownQuote } from './held.ts';
import { currencyRefusal } from './issue-quote.ts';
import { holdJobOfQuote, jobMeant, type JobWanted } from './job-of-quote.ts';
import { chooseOptions, type Chosen } from './options.ts';

export type AcceptCommand = Recorded &
  JobWanted & {
    /** Not said: today in the firm. */
    readonly acceptedOn?: CivilDate | undefined;
    /** The options that are chosen, by line; not said: as they were proposed. */
    readonly options?: readonly number[] | undefined;
    readonly replaces?: boolean | undefined;
    readonly adds?: boolean | undefined;
  };

export type QuoteWarning = {
  readonly code: 'quoteExpired' | 'jobClosed' | 'claimedOnDraft';
  readonly detail: string;
};

export type AcceptedOutcome = {
  readonly document: QuoteDocument;
  readonly warnings: readonly QuoteWarning[];
};

export async function acceptQuote(
  context: Context,
  command: AcceptCommand,
): Promise<Result<AcceptedOutcome>> {
  const permitted = requirePermission(context.principal, 'quotes.accept');
  if (!permitted.ok) return permitted;
  const quoted = await read(context, (tx) => readQuoteLines(tx, [command.id]));
  const costs = quoted.filter((line) => line.kind === 'cost').length;
  const itemIds = await itemIdsOf(context.database).take(costs);
  return write(context, async (tx) => {
    const held = await holdAll(tx, context, command);
    if (!held.ok) return held;
    const { quote, job, others, acceptedOn } = held.value;
    const { replaces = false, adds = false } = command;
    const place = placeOf(others, { replaces, adds, acceptedOn });
    if (!place.ok) return place;
    const lines = await chooseOptions(tx, quote, command.options);
    if (!lines.ok) return lines;

    await settle(tx, context, { ...held.value, place: place.value, chosen: lines.value, itemIds });
    const { replaced } = place.value;
    const journals = acceptanceJournals(
      { id: quote.id, jobId: job.id, totalMinor: lines.value.totalMinor },
      acceptedOn,
      replaced === null ? [] : await readCauseHistory(tx, { kind: 'quote', id: BigInt(replaced.id) }),
    );
    const { actorId } = context.principal;
    if (journals.length > 0) await post(tx, { journals, actorId });
    return done({
      document: await documentOf(tx, quote.id),
      warnings: [...warningsOf(quote, job, acceptedOn), ...(await draftWarnings(tx, replaced?.id))],
    });
  });
}

type Held = {
  readonly quote: Quote;
  readonly job: JobContext;
  /** What the job is billed by already. */
  readonly others: readonly Quote[];
  readonly acceptedOn: CivilDate;
};

async function holdAll(tx: Tx, context: Context, command: AcceptCommand): Promise<Result<Held>> {
  const seen = (await readQuotes(tx, [command.id])).get(command.id);
  if (seen === undefined) return unknownQuote(command.id);
  const meant = jobMeant(seen, command);
  if (!meant.ok) return meant;
  const before = meant.value === null ? [] : await readAcceptedQuotes(tx, meant.value);
  const locked = await holdQuotes(tx, [command.id, ...before.map(({ id }) => id)]);
  const found = checkHeld(locked, command, 'accept');
  if (!found.ok) return found;
  const quote = found.value;
  const currency = await currencyRefusal(tx, quote);
  if (currency !== null) return currency;
  const job = await holdJobOfQuote(tx, context, quote, { meant: meant.value, newJob: command.newJob });
  if (!job.ok) return job;
  // Under the gate, so that no lock date is set between this and the posting.
  const acceptedOn = await dayOfAcceptance(tx, context, quote, command);
  if (!acceptedOn.ok) return acceptedOn;
  const others = await readAcceptedQuotes(tx, job.value.id);
  if (!isSame(before, others)) return movedMeanwhile(job.value);
  return done({ quote, job: job.value, others, acceptedOn: acceptedOn.value });
}

/** Whether the quotes that a job is billed by are still those that were locked. */
export function isSame(before: readonly Quote[], now: readonly Quote[]): boolean {
  return now.length === before.length && now.every((quote, index) => quote.id === before[index]!.id);
}

export function movedMeanwhile(job: Pick<JobContext, 'number'>): Refused {
  return refuse(
    'conflict',
    `Another quote of job ${job.number} was accepted or taken back at this moment; look at the job again.`,
    { field: 'jobId', value: job.number },
  );
}

async function dayOfAcceptance(
  tx: Tx,
  context: Context,
  quote: Quote,
  command: AcceptCommand,
): Promise<Result<CivilDate>> {
  const [settings, locks] = await Promise.all([readRecordingSettings(tx), readLocks(tx)]);
  const acceptedOn = command.acceptedOn ?? today(context.clock(), settings.timeZone);
  const latestOn = latestDate(settings, context.clock());
  const refused =
    dateRefusal({ locks, latestOn }, acceptedOn, 'acceptedOn') ??
    answerDateRefusal(acceptedOn, 'acceptedOn', { first: quote.quotedOn, last: latestOn });
  return refused ?? done(acceptedOn);
}

type Settling = Held & {
  readonly place: Place;
  readonly chosen: Chosen;
  readonly itemIds: readonly bigint[];
};

/** Writes what becomes of the quotes, their lines and the job. */
async function settle(tx: Tx, context: Context, settling: Settling): Promise<void> {
  const { quote, job, others, acceptedOn, place, chosen, itemIds } = settling;
  const replaced = others.find((other) => other.id === place.replaced?.id);
  if (replaced !== undefined) {
    const change = { state: 'revised', isMaster: false } as const;
    await updateQuote(tx, replaced.id, change);
    await keepQuoteChange(tx, context, replaced, change);
  }
  const became = await applyEstimates(tx, authorOf(context), {
    jobId: job.id,
    quote,
    lines: chosen.lines,
    gone: replaced === undefined ? [] : await readQuoteLines(tx, [replaced.id]),
    isFirst: others.length === 0,
    on: acceptedOn,
    itemIds,
  });
  await updateQuoteLines(tx, quote.id, became);
  const { totalMinor, taxMinor } = chosen;
  const isMaster = place.isMaster;
  const change = { state: 'accepted', isMaster, jobId: job.id, acceptedOn, totalMinor, taxMinor } as const;
  await updateQuote(tx, quote.id, change);
  await keepQuoteChange(tx, context, quote, change);
}

/** Drafts that claim of a quote which is replaced cannot be approved any more. */
async function draftWarnings(tx: Tx, replacedId: number | undefined): Promise<QuoteWarning[]> {
  const drafts = replacedId === undefined ? [] : await readDraftsClaiming(tx, replacedId);
  return drafts.map((id) => {
    const detail = `Draft ${id} claims of the quote that is replaced; claim of the new one there.`;
    return { code: 'claimedOnDraft', detail };
  });
}

function warningsOf(quote: Quote, job: JobContext, acceptedOn: CivilDate): QuoteWarning[] {
  const warnings: QuoteWarning[] = [];
  if (hasExpired(quote.validUntil, acceptedOn)) {
    const name = nameOfQuote(quote);
    const detail = `${name[0]!.toUpperCase()}${name.slice(1)} was valid until ${quote.validUntil}.`;
    warnings.push({ code: 'quoteExpired', detail });
  }
  if (job.stateType === 'completed' || job.stateType === 'cancelled') {
    warnings.push({ code: 'jobClosed', detail: `Job ${job.number} is ${job.stateType}.` });
  }
  return warnings;
}
