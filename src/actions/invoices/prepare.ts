// What a preview, a saved draft and an approval have in common: load what the content names, turn it into what core decides
// on, compose, and tax. Whoever writes has locked the jobs before, so that what was read is what will be posted on.

import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { Composition, Notice } from '#core/billing/composition.ts';
import { dueDate } from '#core/billing/due-date.ts';
import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { done, refuse, refuseAll, type Refused, type Result } from '#core/refusal.ts';
import type { TaxWithRates } from '#core/tax/tax.ts';
import { countOpenItems, loadBooks, type Book, type LoadedBook } from '#store/billing/book.ts';
import type { InvoiceColumns } from '#store/billing/invoices.ts';
import { loadBillingSettings, type BillingSettings } from '#store/billing/settings.ts';
import { loadTaxRates } from '#store/billing/taxes.ts';
import {
  findNamedOnDrafts,
  readTermsOfClients,
  type ClientTerms,
  type FoundOnDraft,
} from '#store/billing/terms.ts';
import type { Tx } from '#store/database.ts';
import { loadJobContexts, type JobContext } from '#store/practice/jobs.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { archivedRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { beforeWorkRefusal, excludedRefusal } from '../wip/act.ts';
import { composeWithTax, type Composed } from './compose-taxed.ts';
import type { InvoiceContent } from './content.ts';
import {
  dateRefusals,
  farDayRefusal,
  jobRefusals,
  lineSettingRefusals,
  namedRefusals,
  sizeRefusals,
} from './content-refusals.ts';
import { expand, type Dates } from './expand.ts';
import { fingerprintOf } from './fingerprint.ts';
import { taxOfKey } from './line-taxes.ts';
import { tellingReplaced } from './replaced-quote.ts';
import { taxesOfInvoice, type InvoiceTaxes, type TaxedLines } from './tax.ts';

export type Prepared = {
  readonly content: InvoiceContent;
  readonly client: ClientTerms;
  readonly jobs: ReadonlyMap<number, JobContext>;
  readonly book: Book;
  readonly composition: Composition;
  readonly tax: TaxedLines;
  /** By line of the quote: what of it is stated again (claims.ts). */
  readonly reclaimed: ReadonlyMap<number, bigint>;
  /** The columns that follow from the content. */
  readonly header: HeaderOfContent;
  readonly fingerprint: string;
};

/** What a caller has against an invoice, of what it comes to; null where that is nothing. */
export type PreparedCheck = (prepared: Prepared) => Refused | null;

export const nothingAgainst: PreparedCheck = () => null;

type HeaderColumn =
  | 'clientId'
  | 'type'
  | 'basis'
  | 'pricing'
  | 'invoicedOn'
  | 'dueOn'
  | 'cutOffOn'
  | 'currency'
  | 'totalMinor'
  | 'taxMinor'
  | 'reference';
type SaidColumn =
  | 'taxMode'
  | 'periodFrom'
  | 'periodTo'
  | 'contactId'
  | 'note'
  | 'templateId'
  | 'layout'
  | 'seriesId';
export type HeaderOfContent = Pick<InvoiceColumns, HeaderColumn> & Required<Pick<InvoiceColumns, SaidColumn>>;

export type PrepareOptions = {
  /** The draft whose own reservations do not count; null for a new one. */
  readonly exceptDraft: number | null;
  /** Of "all", only what the draft has reserved; null: everything that is free. */
  readonly only: 'reserved' | null;
  /** Holds the jobs as they are until the transaction ends. */
  readonly hold: boolean;
};

export async function prepareInvoice(
  tx: Tx,
  context: Context,
  content: InvoiceContent,
  { hold, ...draft }: PrepareOptions,
): Promise<Result<Prepared>> {
  return (await prepareInvoices(tx, context, [{ content, ...draft }], { hold }))[0]!;
}

export type ToPrepare = Omit<PrepareOptions, 'hold'> & { readonly content: InvoiceContent };

/**
 * Several invoices, each accepted or refused by itself, with one query per table for all of them. No two may be of the
 * same job: each is composed as if it were the only one.
 */
export async function prepareInvoices(
  tx: Tx,
  context: Context,
  wanted: readonly ToPrepare[],
  { hold }: Pick<PrepareOptions, 'hold'>,
): Promise<Result<Prepared>[]> {
  const results: Result<Ready | Prepared>[] = await readTerms(tx, context, wanted, { hold });
  const places = [...results.keys()].filter((place) => results[place]!.ok);
  const ready = places.map((place) => (results[place] as { value: Ready }).value);
  const prepared = await composeReady(tx, ready, await readBooks(tx, ready));
  for (const [index, place] of places.entries()) results[place] = prepared[index]!;
  return results as Result<Prepared>[];
}

const invoicesPerTurn = 8;

/** An invoice whose content may be composed. */
export type Ready = { readonly wanted: ToPrepare; readonly terms: Terms; readonly firm: FirmTerms };

/** The first step of preparing: what invoices go by, and what can be refused before their jobs are looked at. */
export async function readTerms(
  tx: Tx,
  context: Context,
  wanted: readonly ToPrepare[],
  { hold }: Pick<PrepareOptions, 'hold'>,
): Promise<Result<Ready>[]> {
  const firm = await loadFirm(tx, wanted, hold);
  const now = context.clock();
  return wanted.map((one, place) => {
    const terms = termsOf(firm, one.content, { place, now });
    return terms.ok ? done({ wanted: one, terms: terms.value, firm }) : terms;
  });
}

/** The second: what there is to invoice, in the order of the invoices. */
export async function readBooks(tx: Tx, ready: readonly Ready[]): Promise<LoadedBook[]> {
  if (ready.length === 0) return [];
  return loadBooks(
    tx,
    ready.map(({ wanted: { content, exceptDraft } }) => ({ jobIds: jobIdsOf(content), exceptDraft })),
  );
}

/** The third. It reckons without a break, so whoever else waits for this process gets a turn now and then. */
export async function composeReady(
  tx: Tx,
  ready: readonly Ready[],
  books: readonly LoadedBook[],
): Promise<Result<Prepared>[]> {
  const results: Result<Prepared>[] = [];
  for (const [place, one] of ready.entries()) {
    if (place % invoicesPerTurn === invoicesPerTurn - 1) await turnOfOthers();
    const book = books[place]!;
    const prepared = await tellingReplaced(tx, composeOne(one, book));
    const isLate = prepared.ok && mayBeBeforeWork(prepared.value, book);
    results.push((isLate ? await workDateRefusal(tx, prepared.value) : null) ?? prepared);
  }
  return results;
}

export function jobIdsOf(content: InvoiceContent): number[] {
  return content.jobs.map(({ jobId }) => jobId);
}

/** What invoices go by besides their own content, read once for all of them. */
type FirmTerms = {
  readonly clients: ReadonlyMap<number, ClientTerms>;
  readonly jobs: ReadonlyMap<number, JobContext>;
  readonly settings: BillingSettings;
  readonly timeZone: string;
  readonly taxes: readonly TaxWithRates[];
  /** In the order of the invoices. */
  readonly named: readonly FoundOnDraft[];
  readonly openItems: ReadonlyMap<number, number>;
};

async function loadFirm(tx: Tx, wanted: readonly ToPrepare[], hold: boolean): Promise<FirmTerms> {
  const contents = wanted.map(({ content }) => content);
  const jobIds = [...new Set(contents.flatMap(jobIdsOf))];
  const clientIds = [...new Set(contents.map(({ clientId }) => clientId))];
  const [clients, { jobs }, settings, { timeZone }, taxes, named, openItems] = await Promise.all([
    readTermsOfClients(tx, clientIds),
    loadJobContexts(tx, jobIds, [], { hold }),
    loadBillingSettings(tx),
    readRecordingSettings(tx),
    loadTaxRates(tx, null),
    findNamedOnDrafts(tx, contents.map(namedBy)),
    countOpenItems(tx, jobIds),
  ]);
  return { clients, jobs, settings, timeZone, taxes, named, openItems };
}

function namedBy({ clientId, contactId = null, templateId = null, seriesId = null }: InvoiceContent) {
  return { clientId, contactId, templateId, seriesId };
}

type Terms = {
  readonly client: ClientTerms;
  readonly jobs: ReadonlyMap<number, JobContext>;
  readonly dates: Dates;
  readonly dueOn: CivilDate;
};

/** Refuses what can be told before anything is composed. */
function termsOf(
  firm: FirmTerms,
  content: InvoiceContent,
  { place, now }: { readonly place: number; readonly now: string },
): Result<Terms> {
  const { clientId } = content;
  const client = firm.clients.get(clientId);
  if (client === undefined) {
    return refuse('unknownClient', `This firm has no client with the id ${clientId}.`, {
      field: 'clientId',
      value: String(clientId),
    });
  }
  const todayOn = today(now, firm.timeZone);
  const invoicedOn = content.invoicedOn ?? todayOn;
  const dates = { invoicedOn, cutOffOn: content.cutOffOn ?? invoicedOn };
  const refused = farDayRefusal(invoicedOn, todayOn);
  if (refused !== null) return refused;
  const due = client.due ?? { rule: firm.settings.dueRule, days: firm.settings.dueDays };
  const dueOn = content.dueOn ?? dueDate(invoicedOn, due);
  const jobIds = jobIdsOf(content);
  const jobs = new Map(
    jobIds.flatMap((jobId) => (firm.jobs.has(jobId) ? [[jobId, firm.jobs.get(jobId)!]] : [])),
  );
  const openItems = [...new Set(jobIds)].reduce((sum, jobId) => sum + (firm.openItems.get(jobId) ?? 0), 0);
  const refusals = [
    ...archivedRefusals(client, { field: 'clientId', noun: 'client', id: clientId }),
    ...jobRefusals(content, client, jobs),
    ...namedRefusals(namedBy(content), firm.named[place]!),
    ...dateRefusals(content, { invoicedOn, dueOn }),
    ...(excludedRefusal(jobs.values())?.refusals ?? []),
    ...sizeRefusals(openItems),
  ];
  return refusals.length > 0 ? refuseAll(refusals) : done({ client, jobs, dates, dueOn });
}

function composeOne({ wanted: { content, only }, terms, firm }: Ready, book: LoadedBook): Result<Prepared> {
  const { client, jobs, dates } = terms;
  const { currency } = client;
  const { invoicedOn } = dates;
  const taxes = taxesOfInvoice(content, { client, settings: firm.settings, book, invoicedOn }, firm.taxes);
  if (!taxes.ok) return taxes;
  const taxOf = taxOfKey(content, book, taxes.value);
  const expanded = expand({
    content,
    book,
    currency,
    dates,
    taxes: taxes.value,
    taxOf,
    only: only === 'reserved' ? book.reserved : null,
  });
  if (!expanded.ok) return expanded;
  const composed = composeWithTax(expanded.value, book, { content, taxes: taxes.value, taxOf });
  if (!composed.ok) return composed;
  const { composition, tax } = composed.value;
  // Whoever approves a draft cannot mend its settings.
  const unset = only === null ? lineSettingRefusals(content, composition.lines) : [];
  if (unset.length > 0) return refuseAll(unset);
  const header = headerOf(content, { ...terms, taxes: taxes.value }, { composition, tax });
  const fingerprint = fingerprintOf(header, composition, tax);
  const { reclaimed } = expanded.value;
  return done({ content, client, jobs, book, composition, tax, reclaimed, header, fingerprint });
}

/** Nothing on the jobs is of a later day than the invoice, mostly. */
function mayBeBeforeWork({ header }: Prepared, { lastEffectiveOn }: LoadedBook): boolean {
  return lastEffectiveOn !== null && lastEffectiveOn > header.invoicedOn;
}

/** An invoice settles nothing on a day before it was there. */
async function workDateRefusal(tx: Tx, { composition, header }: Prepared): Promise<Refused | null> {
  const items = composition.effects.flatMap((effect) => ('item' in effect ? [effect.item] : []));
  if (items.length === 0) return null;
  const refused = await beforeWorkRefusal(tx, items, header.invoicedOn);
  return refused && refuseAll(refused.refusals.map((refusal) => ({ ...refusal, field: 'invoicedOn' })));
}

function headerOf(
  content: InvoiceContent,
  terms: Pick<Terms, 'client' | 'dates' | 'dueOn'> & { taxes: InvoiceTaxes },
  { composition, tax }: Composed,
): HeaderOfContent {
  const { client, dates, dueOn, taxes } = terms;
  return {
    clientId: client.id,
    type: composition.savedAs,
    basis: content.basis,
    pricing: content.pricing,
    invoicedOn: dates.invoicedOn,
    dueOn,
    cutOffOn: dates.cutOffOn,
    currency: client.currency,
    totalMinor: tax.taxed.totals.exMinor,
    taxMinor: tax.taxed.totals.taxMinor,
    reference: content.reference ?? null,
    taxMode: taxes.mode,
    periodFrom: content.periodFrom ?? null,
    periodTo: content.periodTo ?? null,
    contactId: content.contactId ?? null,
    note: content.note ?? null,
    templateId: content.templateId ?? null,
    layout: content.layout ?? null,
    seriesId: content.seriesId ?? null,
  };
}

/** The first question that the author has not answered. */
export function questionRefusal(notices: readonly Notice[]): Refused | null {
  const questions = notices.filter((notice) => notice.isQuestion);
  if (questions.length === 0) return null;
  return refuseAll(
    questions.map(({ detail, lineKey }) => ({
      code: 'questionOpen',
      detail,
      ...(lineKey === null ? {} : { field: lineKey }),
      accepted: 'an invoice whose questions are answered',
    })),
  );
}
