// Quotes as people read them: in lists, and whole.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { QuoteState } from '#core/quotes/life.ts';
import type { TaxSummary } from '#core/tax/tax.ts';
import type { Tx } from '../database.ts';
import {
  contains,
  namesOne,
  readItems,
  readPage,
  runFragment,
  when,
  type ListQuery,
  type Page,
  type PageWanted,
} from '../practice/pages.ts';
import { readQuoteClaims, readQuoteLines, readQuoteTax, type QuoteLine } from './quote-lines.ts';
import { quoteColumns, type Quote } from './quotes.ts';

export type ListedQuote = Quote & {
  readonly clientName: string | null;
  readonly jobNumber: string | null;
  readonly jobName: string | null;
  readonly contactName: string | null;
  readonly createdByName: string | null;
  /** What unit costs are in. */
  readonly firmCurrency: CurrencyCode;
  /** The quote that it revises. */
  readonly revisesNumber: string | null;
  /** The quote that revises it, if one does. */
  readonly revisedByQuoteId: number | null;
};

export type QuoteLineDocument = QuoteLine & {
  readonly taskName: string | null;
  /** What of the line stands invoiced. */
  readonly claimedMinor: bigint;
};

export type QuoteDocument = {
  readonly quote: ListedQuote;
  readonly lines: readonly QuoteLineDocument[];
  readonly taxes: readonly TaxSummary[];
  /** Of the job it was accepted for, in the ledger; null while it is not accepted. */
  readonly uninvoicedMinor: bigint | null;
};

export type QuoteFilter = {
  readonly states?: readonly QuoteState[] | undefined;
  readonly clientId?: number | undefined;
  readonly jobId?: number | undefined;
  /** By the day of the quote; a draft without one is in no such list. */
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly search?: string | undefined;
};

const selectionOf = (firmId: number) => ({
  columns: sql`${sql.raw(quoteColumns)}, c.name as "clientName", j.number as "jobNumber", j.name as "jobName",
    o.name as "contactName", a.name as "createdByName", f.currency as "firmCurrency", p.number as "revisesNumber",
    (select max(r.id) from quote r where r.firm_id = ${firmId} and r.revises_quote_id = q.id) as "revisedByQuoteId"`,
  from: sql`quote q
    join firm f on f.id = q.firm_id
    left join client c on c.firm_id = q.firm_id and c.id = q.client_id
    left join job j on j.firm_id = q.firm_id and j.id = q.job_id
    left join contact o on o.firm_id = q.firm_id and o.id = q.contact_id
    left join actor a on a.firm_id = q.firm_id and a.id = q.created_by
    left join quote p on p.firm_id = q.firm_id and p.id = q.revises_quote_id`,
});

const id = sql`q.id`;

/** By day, a draft without one as the newest. */
const sortDay = sql`coalesce(q.quoted_on, '9999-12-31')`;

const found = sql`quote q`;

export function listQuotes(tx: Tx, filter: QuoteFilter, wanted: PageWanted): Promise<Page<ListedQuote>> {
  const list: ListQuery = {
    selection: selectionOf(tx.firmId),
    where: conditionsOf(tx, filter),
    sortText: sql`${sortDay}::text`,
    sortValue: { of: sortDay, type: 'date' },
    id,
    found,
  };
  return readPage<ListedQuote>(tx, list, wanted);
}

function conditionsOf(tx: Tx, filter: QuoteFilter) {
  return [
    sql`q.firm_id = ${tx.firmId}`,
    when(filter.states, (states) => sql`q.state = any (${states}::text[])`),
    when(filter.clientId, (clientId) => sql`q.client_id = ${clientId}`),
    when(filter.jobId, (jobId) => sql`q.job_id = ${jobId}`),
    when(filter.from, (from) => sql`q.quoted_on >= ${from}::date`),
    when(filter.to, (to) => sql`q.quoted_on <= ${to}::date`),
    when(
      filter.search,
      (search) => sql`(${contains(['q.number', 'q.name'], search)}
        or ${namesOne(tx.firmId, 'q.client_id', { table: 'client', text: 'name', search })}
        or ${namesOne(tx.firmId, 'q.job_id', { table: 'job', text: 'number', search })})`,
    ),
  ];
}

export type QuoteCount = {
  readonly state: QuoteState;
  /** Issued, and past its last day. */
  readonly isExpired: boolean;
  readonly currency: CurrencyCode;
  readonly count: number;
  readonly totalMinor: bigint;
};

export function countQuotes(tx: Tx, filter: QuoteFilter, today: CivilDate): Promise<QuoteCount[]> {
  return runFragment<QuoteCount>(
    tx,
    sql`select q.state, coalesce(q.state = 'issued' and q.valid_until < ${today}::date, false) as "isExpired",
          q.currency, count(*)::int as count, sum(q.total_minor)::bigint as "totalMinor"
        from ${found} where ${sql.join(
          conditionsOf(tx, filter).filter((condition) => condition !== undefined),
          sql` and `,
        )}
        group by 1, 2, 3 order by 1, 2, 3`,
  );
}

export async function readQuoteDocument(tx: Tx, quoteId: number): Promise<QuoteDocument | undefined> {
  const where = [sql`q.firm_id = ${tx.firmId}`];
  const [[quote], lines, taxes, claims] = await Promise.all([
    readItems<ListedQuote>(tx, { selection: selectionOf(tx.firmId), where, id }, [quoteId]),
    readQuoteLines(tx, [quoteId]),
    readQuoteTax(tx, quoteId),
    readQuoteClaims(tx, [quoteId]),
  ]);
  if (quote === undefined) return undefined;
  const names = await readTaskNames(
    tx,
    lines.flatMap((line) => line.taskId ?? []),
  );
  const isBilledBy = quote.state === 'accepted' && quote.jobId !== null;
  return {
    quote,
    lines: lines.map((line) => ({
      ...line,
      taskName: line.taskId === null ? null : (names.get(line.taskId) ?? null),
      claimedMinor: claims.get(line.id) ?? 0n,
    })),
    taxes,
    uninvoicedMinor: isBilledBy ? await readUninvoiced(tx, quote.jobId!) : null,
  };
}

/** What of the job's accepted quotes is not invoiced: a balance of the ledger. */
export async function readUninvoiced(tx: Tx, jobId: number): Promise<bigint> {
  const [row] = await tx.query<{ minor: bigint }>(
    'select uninvoiced_quote_minor as minor from job_balance where firm_id = $1 and job_id = $2',
    [tx.firmId, jobId],
  );
  return row?.minor ?? 0n;
}

async function readTaskNames(tx: Tx, taskIds: readonly number[]): Promise<Map<number, string>> {
  if (taskIds.length === 0) return new Map();
  const rows = await tx.query<{ id: number; name: string }>(
    'select id, name from task where firm_id = $1 and id = any ($2)',
    [tx.firmId, taskIds],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
