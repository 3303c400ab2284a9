// What a preview, a saved draft and an approval have in common: load what the content names, turn it into what core decides
// on, compose, and tax. Whoever writes has locked the jobs before, so that what was read is what will be posted on.

import { compose } from '#core/billing/compose.ts';
import type { Composition, Notice } from '#core/billing/composition.ts';
import type { Draft } from '#core/billing/draft.ts';
import { dueDate } from '#core/billing/due-date.ts';
import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { divideHalfUp } from '#core/money/division.ts';
import { formatMinor } from '#core/money/money.ts';
import { done, refuse, refuseAll, type Refused, type Result } from '#core/refusal.ts';
import { countOpenItems, loadBook, type Book } from '#store/billing/book.ts';
import type { InvoiceColumns } from '#store/billing/invoices.ts';
import { loadBillingSettings, type BillingSettings } from '#store/billing/settings.ts';
import { findNamedOnDraft, readClientTerms, type ClientTerms } from '#store/billing/terms.ts';
import type { Tx } from '#store/database.ts';
import { loadJobContexts, type JobContext } from '#store/practice/jobs.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { archivedRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { beforeWorkRefusal, excludedRefusal } from '../wip/act.ts';
import type { InvoiceContent } from './content.ts';
import { dateRefusals, farDayRefusal, jobRefusals, namedRefusals, sizeRefusals } from './content-refusals.ts';
import { expand, type Dates, type Expanded } from './expand.ts';
import { fingerprintOf } from './fingerprint.ts';
import { divideOverTaxes, taxOfKey, type TaxOf } from './line-taxes.ts';
import { loadInvoiceTaxes, taxLines, type InvoiceTaxes, type TaxedLines } from './tax.ts';
import { percentOf } from './typed-amounts.ts';

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
  /** Of "all", only these items: what a saved draft has reserved. */
  readonly only: ReadonlySet<bigint> | null;
  /** Holds the jobs as they are until the transaction ends. */
  readonly hold: boolean;
};

export async function prepareInvoice(
  tx: Tx,
  context: Context,
  content: InvoiceContent,
  options: PrepareOptions,
): Promise<Result<Prepared>> {
  const loaded = await load(tx, context, content, options);
  if (!loaded.ok) return loaded;
  const { client, jobs, settings, dates, dueOn } = loaded.value;
  const book = await loadBook(
    tx,
    content.jobs.map(({ jobId }) => jobId),
    { exceptDraft: options.exceptDraft },
  );
  const terms = { client, settings, book, invoicedOn: dates.invoicedOn };
  const taxes = await loadInvoiceTaxes(tx, content, terms);
  if (!taxes.ok) return taxes;
  const taxOf = taxOfKey(content, book, taxes.value);
  const { currency } = client;
  const expanded = expand({
    content,
    book,
    currency,
    dates,
    taxes: taxes.value,
    taxOf,
    only: options.only,
  });
  if (!expanded.ok) return expanded;
  const composed = composeWithTax(expanded.value, book, { content, taxes: taxes.value, taxOf });
  if (!composed.ok) return composed;
  const { composition, tax } = composed.value;
  const refused = await workDateRefusal(tx, composition, dates);
  if (refused !== null) return refused;
  const header = headerOf(content, { client, dates, dueOn, taxes: taxes.value }, { composition, tax });
  const fingerprint = fingerprintOf(header, composition, tax);
  const { reclaimed } = expanded.value;
  return done({ content, client, jobs, book, composition, tax, reclaimed, header, fingerprint });
}

type Loaded = {
  readonly client: ClientTerms;
  readonly jobs: ReadonlyMap<number, JobContext>;
  readonly settings: BillingSettings;
  readonly dates: Dates;
  readonly dueOn: CivilDate;
};

async function load(
  tx: Tx,
  context: Context,
  content: InvoiceContent,
  { hold }: PrepareOptions,
): Promise<Result<Loaded>> {
  const jobIds = content.jobs.map(({ jobId }) => jobId);
  const { clientId, contactId = null, templateId = null, seriesId = null } = content;
  const [client, { jobs }, settings, { timeZone }, named, openItems] = await Promise.all([
    readClientTerms(tx, clientId),
    loadJobContexts(tx, jobIds, [], { hold }),
    loadBillingSettings(tx),
    readRecordingSettings(tx),
    findNamedOnDraft(tx, { clientId, contactId, templateId, seriesId }),
    countOpenItems(tx, jobIds),
  ]);
  if (client === undefined) {
    return refuse('unknownClient', `This firm has no client with the id ${clientId}.`, {
      field: 'clientId',
      value: String(clientId),
    });
  }
  const invoicedOn = content.invoicedOn ?? today(context.clock(), timeZone);
  const dates = { invoicedOn, cutOffOn: content.cutOffOn ?? invoicedOn };
  const refused = farDayRefusal(invoicedOn, today(context.clock(), timeZone));
  if (refused !== null) return refused;
  const due = client.due ?? { rule: settings.dueRule, days: settings.dueDays };
  const dueOn = content.dueOn ?? dueDate(invoicedOn, due);
  const refusals = [
    ...archivedRefusals(client, { field: 'clientId', noun: 'client', id: clientId }),
    ...jobRefusals(content, client, jobs),
    ...namedRefusals({ contactId, templateId, seriesId }, named),
    ...dateRefusals(content, { invoicedOn, dueOn }),
    ...(excludedRefusal(jobs.values())?.refusals ?? []),
    ...sizeRefusals(openItems),
  ];
  return refusals.length > 0 ? refuseAll(refusals) : done({ client, jobs, settings, dates, dueOn });
}

type Taxing = {
  readonly content: InvoiceContent;
  readonly taxes: InvoiceTaxes;
  readonly taxOf: TaxOf;
};
type Composed = { readonly composition: Composition; readonly tax: TaxedLines };

const attemptsAtTotal = 6;

/**
 * Composes and taxes. A fixed total that includes tax is met by trying: what it is without tax depends on the taxes of
 * lines that composing makes. One tax is right at once, several after a step or two.
 */
function composeWithTax(expanded: Expanded, book: Book, taxing: Taxing): Result<Composed> {
  const { taxes, taxOf, content } = taxing;
  const agreed = taxes.mode === 'inclusive' ? expanded.fixedTotalMinor : null;
  let { draft } = expanded;
  for (let attempt = 1; ; attempt += 1) {
    const composed = composeRetained({ ...expanded, draft }, book);
    if (!composed.ok) return composed;
    const divided = divideOverTaxes(withSettings(composed.value, content), { ...taxing, book });
    const { composition } = divided;
    const typed = { gross: expanded.gross, ex: expanded.ex, taxOf, agreedTotalMinor: agreed };
    const tax = taxLines(composition.lines, divided.taxOf, taxes, typed);
    const { exMinor, incMinor } = tax.taxed.totals;
    if (agreed === null || incMinor === agreed) return done({ composition, tax });
    if (attempt === attemptsAtTotal || incMinor <= 0n) return totalRefusal(agreed, draft);
    draft = { ...draft, fixedTotalMinor: divideHalfUp(agreed * exMinor, incMinor) };
  }
}

function totalRefusal(agreed: bigint, { currency }: Draft): Refused {
  const detail = 'The taxes of the lines do not come to this total; type it without tax.';
  return refuse('cannotSpread', detail, { field: 'fixedTotal', value: formatMinor(agreed, currency) });
}

/** What is held back as a percentage is of what the job comes to without it, before interims are absorbed. */
function composeRetained({ draft, retained }: Expanded, { jobs }: Book): Result<Composition> {
  const composed = compose(draft, jobs);
  if (!composed.ok || retained.size === 0) return composed;
  const { lines } = composed.value;
  return compose(
    {
      ...draft,
      jobs: draft.jobs.map((job) => {
        const held = retained.get(job.jobId);
        if (held === undefined) return job;
        const ownMinor = lines
          .filter(({ jobId, kind }) => jobId === job.jobId && kind !== 'interim')
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        const amountMinor = percentOf(ownMinor, held.millionths);
        return amountMinor <= 0n
          ? job
          : { ...job, retention: { description: held.description, amountMinor } };
      }),
    },
    jobs,
  );
}

/** Lines read as their author wants them to. */
function withSettings(composition: Composition, { lineSettings }: InvoiceContent): Composition {
  const said = new Map(lineSettings.map(({ key, description }) => [key, description]));
  if (said.size === 0) return composition;
  return {
    ...composition,
    lines: composition.lines.map((line) => ({
      ...line,
      description: said.get(line.key) ?? line.description,
    })),
  };
}

/** An invoice settles nothing on a day before it was there. */
async function workDateRefusal(
  tx: Tx,
  { effects }: Composition,
  { invoicedOn }: Dates,
): Promise<Refused | null> {
  const items = effects.flatMap((effect) => ('item' in effect ? [effect.item] : []));
  if (items.length === 0) return null;
  const refused = await beforeWorkRefusal(tx, items, invoicedOn);
  return refused && refuseAll(refused.refusals.map((refusal) => ({ ...refusal, field: 'invoicedOn' })));
}

function headerOf(
  content: InvoiceContent,
  terms: Pick<Loaded, 'client' | 'dates' | 'dueOn'> & { taxes: InvoiceTaxes },
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
