// What there is to invoice on jobs, one query per table, for core/billing/compose.ts. Read under the locks of the jobs by
// whoever writes; without them by whoever only looks.

import type { TaxShare } from '#core/billing/divide-by-tax.ts';
import type { BookItem, BookJob, QuoteLineInBook } from '#core/billing/draft.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { itemKindCodes, type ItemKind } from '#core/ledger/journal.ts';
import type { Tx } from '../database.ts';
import { itemKindOf } from '../ledger/items.ts';
import { readDraftNames, readReserved } from './drafts.ts';
import { readInterimClaims, readInterimsBesideQuotes, type InterimClaims } from './interim-claims.ts';
import { readInterimTaxes } from './interim-taxes.ts';

/** More open items than this on the jobs of one invoice are not read. */
export const bookItemsMax = 20_000;

export type Book = {
  readonly jobs: readonly BookJob[];
  /** The quote and the tax of each line that may be claimed, by the line's id. */
  readonly quoteLines: ReadonlyMap<number, { readonly quoteId: number; readonly taxId: number | null }>;
  /** By the id of an open interim that claims of a quote raised: those claims. */
  readonly interimClaims: ReadonlyMap<bigint, InterimClaims>;
  /** By the id of an open interim: the taxes that it was invoiced with, where that is known. */
  readonly interimTaxes: ReadonlyMap<bigint, readonly TaxShare[]>;
};

export type LoadedBook = Book & {
  /** Of the items, what the draft itself has reserved. */
  readonly reserved: ReadonlySet<bigint>;
  /** The newest day of anything that ever happened on the jobs; null where nothing did. */
  readonly lastEffectiveOn: CivilDate | null;
};

/** How many items are open on jobs, by job; a job without any is absent. */
export async function countOpenItems(tx: Tx, jobIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await tx.prepared<{ jobId: number; count: number }>(
    'count-open-items',
    `select job_id as "jobId", count(*)::int as count from open_item
     where firm_id = $1 and job_id = any ($2) group by job_id`,
    [tx.firmId, jobIds],
  );
  return new Map(rows.map(({ jobId, count }) => [jobId, count]));
}

/** The jobs in the order given; a job that the firm does not have is left out. */
export async function loadBook(
  tx: Tx,
  jobIds: readonly number[],
  { exceptDraft }: { exceptDraft: number | null },
): Promise<Book> {
  return (await loadBooks(tx, [{ jobIds, exceptDraft }]))[0]!;
}

export type BookWanted = {
  readonly jobIds: readonly number[];
  /** The draft whose own reservations do not count; null for a new one. */
  readonly exceptDraft: number | null;
};

/** The books of several invoices, in their order. */
export async function loadBooks(tx: Tx, wanted: readonly BookWanted[]): Promise<LoadedBook[]> {
  const shelf = await readShelf(tx, [...new Set(wanted.flatMap(({ jobIds }) => jobIds))]);
  return wanted.map((one) => bookOf(shelf, one));
}

/** Everything that was read, by job. */
type Shelf = {
  readonly jobs: ReadonlyMap<number, JobRow>;
  readonly items: ReadonlyMap<number, readonly ItemRow[]>;
  /** The draft that holds an item, by item; and drafts by their names. */
  readonly heldBy: ReadonlyMap<bigint, number>;
  readonly holders: ReadonlyMap<number, string>;
  readonly names: ReadonlyMap<number, ReadonlyMap<number, string>>;
  readonly quotes: ReadonlyMap<number, QuoteToClaim>;
  readonly quoteLines: ReadonlyMap<number, readonly QuoteLineOfJob[]>;
  readonly interimClaims: ReadonlyMap<bigint, InterimClaims>;
  readonly interimTaxes: ReadonlyMap<bigint, readonly TaxShare[]>;
  readonly besideQuotes: ReadonlySet<bigint>;
};

async function readShelf(tx: Tx, jobIds: readonly number[]): Promise<Shelf> {
  const [jobs, items, names, quotes, quoteLines, heldBy] = await Promise.all([
    readJobs(tx, jobIds),
    readItems(tx, jobIds),
    readJobTaskNames(tx, jobIds),
    readQuotes(tx, jobIds),
    readQuoteLines(tx, jobIds),
    readReserved(tx, jobIds),
  ]);
  const byJob = Map.groupBy(items, ({ jobId }) => jobId);
  const isInterim = ({ itemKind }: ItemRow) => itemKind === itemKindCodes.interim;
  const [holders, ofInterims] = await Promise.all([
    heldBy.size === 0 ? noNames : readDraftNames(tx, [...new Set(heldBy.values())]),
    readOfInterims(
      tx,
      jobIds.filter((jobId) => byJob.get(jobId)?.some(isInterim)),
    ),
  ]);
  return {
    jobs: new Map(jobs.map((job) => [job.jobId, job])),
    items: byJob,
    heldBy,
    holders,
    names,
    quotes: quotesOf(quotes, quoteLines),
    quoteLines: Map.groupBy(quoteLines, ({ jobId }) => jobId),
    ...ofInterims,
  };
}

const noNames: ReadonlyMap<number, string> = new Map();

/** What open interims stand for. */
type OfInterims = Pick<Shelf, 'interimClaims' | 'interimTaxes' | 'besideQuotes'>;

async function readOfInterims(tx: Tx, jobIds: readonly number[]): Promise<OfInterims> {
  if (jobIds.length === 0) {
    return { interimClaims: new Map(), interimTaxes: new Map(), besideQuotes: new Set() };
  }
  const [interimClaims, interimTaxes, besideQuotes] = await Promise.all([
    readInterimClaims(tx, jobIds),
    readInterimTaxes(tx, jobIds),
    readInterimsBesideQuotes(tx, jobIds),
  ]);
  return { interimClaims, interimTaxes, besideQuotes };
}

function bookOf(shelf: Shelf, { jobIds, exceptDraft }: BookWanted): LoadedBook {
  const jobs = jobIds.flatMap((jobId): BookJob[] => {
    const job = shelf.jobs.get(jobId);
    if (job === undefined) return [];
    const { uninvoicedMinor, lastEffectiveOn: _, ...head } = job;
    const quote = shelf.quotes.get(jobId);
    return [
      {
        ...head,
        items: (shelf.items.get(jobId) ?? []).map((row) => itemOf(row, shelf, exceptDraft)),
        jobTaskNames: shelf.names.get(jobId) ?? new Map(),
        quote: quote === undefined ? null : { ...quote, uninvoicedMinor },
      },
    ];
  });
  const interims = jobs.flatMap(({ items }) => items.filter(({ kind }) => kind === 'interim'));
  const ofInterims = <T>(known: ReadonlyMap<bigint, T>): Map<bigint, T> =>
    new Map(interims.flatMap(({ itemId }) => (known.has(itemId) ? [[itemId, known.get(itemId)!]] : [])));
  const rows = jobIds.flatMap((jobId) => shelf.items.get(jobId) ?? []);
  const days = jobIds.map((jobId) => shelf.jobs.get(jobId)?.lastEffectiveOn ?? null);
  return {
    jobs,
    quoteLines: new Map(
      jobIds
        .flatMap((jobId) => shelf.quoteLines.get(jobId) ?? [])
        .map(({ line, quoteId, taxId }) => [line.quoteLineId, { quoteId, taxId }]),
    ),
    interimClaims: ofInterims(shelf.interimClaims),
    interimTaxes: ofInterims(shelf.interimTaxes),
    reserved: new Set(
      rows.flatMap(({ itemId }) =>
        exceptDraft !== null && shelf.heldBy.get(itemId) === exceptDraft ? [itemId] : [],
      ),
    ),
    lastEffectiveOn: days.reduce(
      (last, day) => (last === null || (day !== null && day > last) ? day : last),
      null,
    ),
  };
}

function itemOf(row: ItemRow, shelf: Shelf, exceptDraft: number | null): BookItem {
  const { itemId, billable } = row;
  const heldBy = shelf.heldBy.get(itemId) ?? null;
  if (billable === null) throw new Error(`item ${itemId} is open and is no entry`);
  return {
    jobId: row.jobId,
    itemId,
    kind: itemKindOf(row.itemKind),
    originOn: row.originOn,
    openMinor: row.openMinor,
    openQuantity: row.openQuantity,
    jobTaskId: row.jobTaskId,
    staffId: row.staffId,
    billable,
    priceMinor: row.priceMinor,
    description: row.description,
    onDraft: heldBy === null || heldBy === exceptDraft ? null : (shelf.holders.get(heldBy) ?? null),
    isBesideQuote: shelf.besideQuotes.has(itemId),
  };
}

type QuoteToClaim = Omit<NonNullable<BookJob['quote']>, 'uninvoicedMinor'>;

/** The quotes that jobs are billed by, with their lines and what was claimed of each, by job. */
export async function readQuotesToClaim(
  tx: Tx,
  jobIds: readonly number[],
): Promise<Map<number, QuoteToClaim>> {
  const [quotes, lines] = await Promise.all([readQuotes(tx, jobIds), readQuoteLines(tx, jobIds)]);
  return quotesOf(quotes, lines);
}

function quotesOf(quotes: readonly QuoteRow[], lines: readonly QuoteLineOfJob[]): Map<number, QuoteToClaim> {
  const linesByJob = Map.groupBy(lines, ({ jobId }) => jobId);
  return new Map(
    quotes.map(({ jobId, ...quote }) => [
      jobId,
      { ...quote, lines: (linesByJob.get(jobId) ?? []).map(({ line }) => line) },
    ]),
  );
}

type JobRow = Pick<BookJob, 'jobId' | 'number' | 'name' | 'netWipMinor'> & {
  uninvoicedMinor: bigint;
  lastEffectiveOn: CivilDate | null;
};

function readJobs(tx: Tx, jobIds: readonly number[]): Promise<JobRow[]> {
  return tx.prepared<JobRow>(
    'book-jobs',
    `select j.id as "jobId", j.number, j.name, coalesce(b.uninvoiced_quote_minor, 0) as "uninvoicedMinor",
       coalesce(b.wip_time_minor + b.wip_cost_minor + b.interim_minor, 0) as "netWipMinor",
       b.last_effective_on as "lastEffectiveOn"
     from job j
     left join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id and b.job_id = any ($2)
     where j.firm_id = $1 and j.id = any ($2)`,
    [tx.firmId, jobIds],
  );
}

type ItemRow = {
  readonly jobId: number;
  readonly itemId: bigint;
  readonly itemKind: number;
  readonly originOn: CivilDate;
  readonly openMinor: bigint;
  readonly openQuantity: number;
  readonly jobTaskId: number | null;
  readonly staffId: number | null;
  /** Null: of no entry, which cannot be. */
  readonly billable: boolean | null;
  readonly priceMinor: bigint;
  readonly description: string;
};

/** By date then id, each with its entry. The note of a time entry is no line of an invoice, and is not read. */
function readItems(tx: Tx, jobIds: readonly number[]): Promise<ItemRow[]> {
  const ofKind = (kind: ItemKind, entry: string, of: string): string =>
    `select o.job_id, o.item_id, o.item_kind, o.origin_on, o.open_minor, o.open_quantity, o.job_task_id, o.staff_id, ${of}
     from open_item o left join ${entry} e on e.firm_id = o.firm_id and e.id = o.item_id
     where o.firm_id = $1 and o.job_id = any ($2) and o.item_kind = ${itemKindCodes[kind]}`;
  return tx.prepared<ItemRow>(
    'book-items',
    `select job_id as "jobId", item_id as "itemId", item_kind as "itemKind", origin_on as "originOn",
       open_minor as "openMinor", open_quantity as "openQuantity", job_task_id as "jobTaskId", staff_id as "staffId",
       billable, price_minor as "priceMinor", description
     from (
       ${ofKind('time', 'time_entry', `e.billable, e.rate_per_hour_minor as price_minor, '' as description`)}
       union all
       ${ofKind('cost', 'cost_entry', 'e.billable, e.unit_price_minor, e.description')}
       union all
       ${ofKind('interim', 'interim', 'case when e.id is not null then true end, 0, e.description')}
     ) item
     order by job_id, origin_on, item_id`,
    [tx.firmId, jobIds],
  );
}

/** In the order of the job's tasks, which is that of the lines. */
async function readJobTaskNames(
  tx: Tx,
  jobIds: readonly number[],
): Promise<Map<number, Map<number, string>>> {
  const rows = await tx.prepared<{ id: number; jobId: number; name: string }>(
    'book-job-tasks',
    `select id, job_id as "jobId", coalesce(label, name) as name from job_task
     where firm_id = $1 and job_id = any ($2)
     order by job_id, position, id`,
    [tx.firmId, jobIds],
  );
  const byJob = Map.groupBy(rows, (row) => row.jobId);
  return new Map(
    [...byJob].map(([jobId, tasks]) => [jobId, new Map(tasks.map(({ id, name }) => [id, name]))]),
  );
}

type QuoteRow = { jobId: number; quoteId: number; label: string; totalMinor: bigint };

/** The quotes that jobs are billed by, with what further accepted quotes of the job add to the total. */
function readQuotes(tx: Tx, jobIds: readonly number[]): Promise<QuoteRow[]> {
  return tx.prepared<QuoteRow>(
    'book-quotes',
    `select q.job_id as "jobId", q.id as "quoteId", coalesce(q.number, q.name, 'quote ' || q.id) as label,
       q.total_minor + coalesce((
         select sum_minor(a.total_minor) from quote a
         where a.firm_id = $1 and a.job_id = q.job_id and a.state = 'accepted' and a.id <> q.id), 0)
         as "totalMinor"
     from quote q where q.firm_id = $1 and q.job_id = any ($2) and q.is_master`,
    [tx.firmId, jobIds],
  );
}

type QuoteLineOfJob = {
  readonly jobId: number;
  readonly quoteId: number;
  readonly taxId: number | null;
  readonly line: QuoteLineInBook;
};

type QuoteLineRow = QuoteLineInBook & { jobId: number; quoteId: number; taxId: number | null };

/** The chosen lines of the accepted quotes of jobs, with what approved invoices claimed of them, less credit notes. */
async function readQuoteLines(tx: Tx, jobIds: readonly number[]): Promise<QuoteLineOfJob[]> {
  const rows = await tx.prepared<QuoteLineRow>(
    'book-quote-lines',
    `select q.job_id as "jobId", q.id as "quoteId", l.id as "quoteLineId", l.kind, l.description,
       l.job_task_id as "jobTaskId", l.amount_minor as "amountMinor", l.tax_id as "taxId",
       coalesce((
         select sum_minor(c.claimed_minor) from quote_claim c
         where c.firm_id = $1 and c.quote_id = l.quote_id and c.quote_line_id = l.id), 0) as "claimedMinor"
     from quote q join quote_line l on l.firm_id = q.firm_id and l.quote_id = q.id
     where q.firm_id = $1 and q.job_id = any ($2) and (q.is_master or q.state = 'accepted') and l.is_chosen
       and l.kind <> 'text'
     order by q.is_master desc, q.id, l.line_number`,
    [tx.firmId, jobIds],
  );
  return rows.map(({ jobId, quoteId, taxId, ...line }) => ({ jobId, quoteId, taxId, line }));
}
