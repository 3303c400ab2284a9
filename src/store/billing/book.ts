// What there is to invoice on jobs, one query per table, for core/billing/compose.ts. Read under the locks of the jobs by
// whoever writes; without them by whoever only looks.

import type { TaxShare } from '#core/billing/divide-by-tax.ts';
import type { BookItem, BookJob, QuoteLineInBook } from '#core/billing/draft.ts';
import type { Tx } from '../database.ts';
import { readOpenItems } from '../ledger/items.ts';
import { readHoldersOnJobs } from './drafts.ts';
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

/** How many items are open on jobs. */
export async function countOpenItems(tx: Tx, jobIds: readonly number[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::int as count from open_item where firm_id = $1 and job_id = any ($2)',
    [tx.firmId, jobIds],
  );
  return row!.count;
}

/** The jobs in the order given; a job that the firm does not have is left out. */
export async function loadBook(
  tx: Tx,
  jobIds: readonly number[],
  { exceptDraft }: { exceptDraft: number | null },
): Promise<Book> {
  const [jobs, items, names, quotes, quoteLines, interimClaims, interimTaxes] = await Promise.all([
    readJobs(tx, jobIds),
    readBookItems(tx, jobIds, exceptDraft),
    readJobTaskNames(tx, jobIds),
    readQuotes(tx, jobIds),
    readQuoteLines(tx, jobIds),
    readInterimClaims(tx, jobIds),
    readInterimTaxes(tx, jobIds),
  ]);
  const jobById = new Map(jobs.map((job) => [job.jobId, job]));
  const quoteByJob = quotesOf(quotes, quoteLines);
  const bookJobs = jobIds.flatMap((jobId): BookJob[] => {
    const job = jobById.get(jobId);
    if (job === undefined) return [];
    const { uninvoicedMinor, ...head } = job;
    const quote = quoteByJob.get(jobId);
    return [
      {
        ...head,
        items: items.get(jobId) ?? [],
        jobTaskNames: names.get(jobId) ?? new Map(),
        quote: quote === undefined ? null : { ...quote, uninvoicedMinor },
      },
    ];
  });
  const byId = quoteLines.map(({ line, quoteId, taxId }) => [line.quoteLineId, { quoteId, taxId }] as const);
  return { jobs: bookJobs, quoteLines: new Map(byId), interimClaims, interimTaxes };
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

function quotesOf(
  quotes: readonly QuoteRow[],
  lines: readonly { readonly jobId: number; readonly line: QuoteLineInBook }[],
): Map<number, QuoteToClaim> {
  const linesByJob = Map.groupBy(lines, ({ jobId }) => jobId);
  return new Map(
    quotes.map(({ jobId, ...quote }) => [
      jobId,
      { ...quote, lines: (linesByJob.get(jobId) ?? []).map(({ line }) => line) },
    ]),
  );
}

type JobRow = Pick<BookJob, 'jobId' | 'number' | 'name' | 'netWipMinor'> & { uninvoicedMinor: bigint };

function readJobs(tx: Tx, jobIds: readonly number[]): Promise<JobRow[]> {
  return tx.query<JobRow>(
    `select j.id as "jobId", j.number, j.name, coalesce(b.uninvoiced_quote_minor, 0) as "uninvoicedMinor",
       coalesce(b.wip_time_minor + b.wip_cost_minor + b.interim_minor, 0) as "netWipMinor"
     from job j left join job_balance b on b.firm_id = j.firm_id and b.job_id = j.id
     where j.firm_id = $1 and j.id = any ($2)`,
    [tx.firmId, jobIds],
  );
}

type EntryRow = Pick<BookItem, 'billable' | 'priceMinor' | 'description'>;

async function readBookItems(
  tx: Tx,
  jobIds: readonly number[],
  exceptDraft: number | null,
): Promise<Map<number, BookItem[]>> {
  const open = await readOpenItems(tx, jobIds);
  const [entries, holders, besideQuotes] = await Promise.all([
    readEntries(
      tx,
      open.map((item) => item.itemId),
    ),
    readHoldersOnJobs(tx, jobIds, exceptDraft),
    readInterimsBesideQuotes(tx, jobIds),
  ]);
  const items = open.map((item): BookItem => {
    const entry = entries.get(item.itemId);
    if (entry === undefined) throw new Error(`item ${item.itemId} is open and is no entry`);
    const onDraft = holders.get(item.itemId)?.name ?? null;
    return { ...item, ...entry, onDraft, isBesideQuote: besideQuotes.has(item.itemId) };
  });
  return Map.groupBy(items, (item) => item.jobId);
}

async function readEntries(tx: Tx, ids: readonly bigint[]): Promise<Map<bigint, EntryRow>> {
  const rows = await tx.query<EntryRow & { id: bigint }>(
    `select id, billable, rate_per_hour_minor as "priceMinor", coalesce(note, '') as description
     from time_entry where firm_id = $1 and id = any ($2)
     union all
     select id, billable, unit_price_minor, description from cost_entry where firm_id = $1 and id = any ($2)
     union all
     select id, true, 0, description from interim where firm_id = $1 and id = any ($2)`,
    [tx.firmId, ids],
  );
  return new Map(rows.map(({ id, ...entry }) => [id, entry]));
}

/** In the order of the job's tasks, which is that of the lines. */
async function readJobTaskNames(
  tx: Tx,
  jobIds: readonly number[],
): Promise<Map<number, Map<number, string>>> {
  const rows = await tx.query<{ id: number; jobId: number; name: string }>(
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
  return tx.query<QuoteRow>(
    `select q.job_id as "jobId", q.id as "quoteId", coalesce(q.number, q.name, 'quote ' || q.id) as label,
       q.total_minor + coalesce((
         select sum_minor(a.total_minor) from quote a
         where a.firm_id = q.firm_id and a.job_id = q.job_id and a.state = 'accepted' and a.id <> q.id), 0)
         as "totalMinor"
     from quote q where q.firm_id = $1 and q.job_id = any ($2) and q.is_master`,
    [tx.firmId, jobIds],
  );
}

type QuoteLineRow = QuoteLineInBook & { jobId: number; quoteId: number; taxId: number | null };

/** The chosen lines of the accepted quotes of jobs, with what approved invoices claimed of them, less credit notes. */
async function readQuoteLines(tx: Tx, jobIds: readonly number[]) {
  const rows = await tx.query<QuoteLineRow>(
    `select q.job_id as "jobId", q.id as "quoteId", l.id as "quoteLineId", l.kind, l.description,
       l.job_task_id as "jobTaskId", l.amount_minor as "amountMinor", l.tax_id as "taxId",
       coalesce((
         select sum_minor(c.claimed_minor) from quote_claim c
         where c.firm_id = l.firm_id and c.quote_id = l.quote_id and c.quote_line_id = l.id), 0) as "claimedMinor"
     from quote q join quote_line l on l.firm_id = q.firm_id and l.quote_id = q.id
     where q.firm_id = $1 and q.job_id = any ($2) and (q.is_master or q.state = 'accepted') and l.is_chosen
       and l.kind <> 'text'
     order by q.is_master desc, q.id, l.line_number`,
    [tx.firmId, jobIds],
  );
  return rows.map(({ jobId, quoteId, taxId, ...line }) => ({ jobId, quoteId, taxId, line }));
}
