// Quotes as rows: their header. What of an accepted quote has not been invoiced stands in the ledger.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { QuoteState } from '#core/quotes/life.ts';
import type { TaxMode } from '#core/tax/tax.ts';
import type { Tx } from '../database.ts';

export type NewQuote = {
  readonly number: string | null;
  readonly name: string | null;
  readonly clientId: number | null;
  readonly jobId: number | null;
  readonly state: QuoteState;
  /** The quote that its job is billed by. */
  readonly isMaster: boolean;
  readonly quotedOn: CivilDate | null;
  readonly validUntil: CivilDate | null;
  readonly acceptedOn: CivilDate | null;
  readonly currency: CurrencyCode;
  /** Ex tax, of what is chosen. */
  readonly totalMinor: bigint;
  readonly origin: 'composed' | 'imported';
};

/** What only a quote that was drawn up here says. */
type ComposedColumns = {
  readonly contactId: number | null;
  readonly seriesId: number | null;
  readonly seriesValue: bigint | null;
  readonly revisesQuoteId: number | null;
  readonly pricing: 'calculated' | 'fixed';
  /** As it was typed: with tax where amounts are typed so. */
  readonly fixedTotalMinor: bigint | null;
  readonly taxMode: TaxMode;
  readonly taxMinor: bigint;
  readonly introduction: string | null;
  readonly terms: string | null;
  readonly note: string | null;
  readonly templateId: number | null;
  readonly declinedOn: CivilDate | null;
  readonly declineReason: string | null;
  readonly sentAt: string | null;
  readonly createdBy: number | null;
  readonly createdAt: string | null;
};

/** A column that is not said is as the table has it. */
export type QuoteColumns = NewQuote & Partial<ComposedColumns>;

export type Quote = NewQuote & ComposedColumns & { readonly id: number; readonly version: number };

const columnOf: Readonly<Record<keyof QuoteColumns, string>> = {
  number: 'number',
  name: 'name',
  clientId: 'client_id',
  jobId: 'job_id',
  state: 'state',
  isMaster: 'is_master',
  quotedOn: 'quoted_on',
  validUntil: 'valid_until',
  acceptedOn: 'accepted_on',
  currency: 'currency',
  totalMinor: 'total_minor',
  origin: 'origin',
  contactId: 'contact_id',
  seriesId: 'series_id',
  seriesValue: 'series_value',
  revisesQuoteId: 'revises_quote_id',
  pricing: 'pricing',
  fixedTotalMinor: 'fixed_total_minor',
  taxMode: 'tax_mode',
  taxMinor: 'tax_minor',
  introduction: 'introduction',
  terms: 'terms',
  note: 'note',
  templateId: 'template_id',
  declinedOn: 'declined_on',
  declineReason: 'decline_reason',
  sentAt: 'sent_at',
  createdBy: 'created_by',
  createdAt: 'created_at',
};

/** The columns of a Quote, of a table called `q`. */
export const quoteColumns = `q.id, q.version, ${Object.entries(columnOf)
  .map(([name, column]) => `q.${column} as "${name}"`)
  .join(', ')}`;

function saidColumns(columns: Partial<QuoteColumns>): { names: string[]; values: unknown[] } {
  const said = Object.entries(columns).filter(([, value]) => value !== undefined);
  return {
    names: said.map(([name]) => columnOf[name as keyof QuoteColumns]),
    values: said.map(([, value]) => value),
  };
}

export async function insertQuote(tx: Tx, quote: QuoteColumns): Promise<number> {
  const { names, values } = saidColumns(quote);
  const [row] = await tx.query<{ id: number }>(
    `insert into quote (firm_id, ${names.join(', ')})
     values ($1, ${names.map((_, index) => `$${index + 2}`).join(', ')}) returning id`,
    [tx.firmId, ...values],
  );
  return row!.id;
}

export async function updateQuote(tx: Tx, id: number, change: Partial<QuoteColumns>): Promise<void> {
  const { names, values } = saidColumns(change);
  const settings = names.map((name, index) => `${name} = $${index + 3}`);
  await tx.query(
    `update quote set ${[...settings, 'version = version + 1'].join(', ')} where firm_id = $1 and id = $2`,
    [tx.firmId, id, ...values],
  );
}

/** Removes a quote that nothing refers to yet: a draft, with its lines and taxes. */
export async function deleteQuote(tx: Tx, id: number): Promise<void> {
  for (const table of ['quote_tax', 'quote_line']) {
    await tx.query(`delete from ${table} where firm_id = $1 and quote_id = $2`, [tx.firmId, id]);
  }
  await tx.query('delete from quote where firm_id = $1 and id = $2', [tx.firmId, id]);
}

export async function readQuotes(tx: Tx, ids: readonly number[]): Promise<Map<number, Quote>> {
  const rows = await tx.query<Quote>(
    `select ${quoteColumns} from quote q where q.firm_id = $1 and q.id = any ($2)`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Locks quotes, ascending, until the transaction ends; an id that the firm does not have is absent. */
export async function holdQuotes(tx: Tx, ids: readonly number[]): Promise<Map<number, Quote>> {
  const rows = await tx.query<Quote>(
    `select ${quoteColumns} from quote q where q.firm_id = $1 and q.id = any ($2)
     order by q.id for no key update`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The quotes that these jobs are billed by. */
export async function readMasterQuotes(tx: Tx, jobIds: readonly number[]): Promise<Map<number, Quote>> {
  const rows = await tx.query<Quote & { jobId: number }>(
    `select ${quoteColumns} from quote q where q.firm_id = $1 and q.job_id = any ($2) and q.is_master`,
    [tx.firmId, jobIds],
  );
  return new Map(rows.map((row) => [row.jobId, row]));
}

/** What a job is billed by: its master quote and what was added to it, oldest first. */
export function readAcceptedQuotes(tx: Tx, jobId: number): Promise<Quote[]> {
  return tx.query<Quote>(
    `select ${quoteColumns} from quote q
     where q.firm_id = $1 and q.job_id = $2 and (q.is_master or q.state = 'accepted')
     order by q.id`,
    [tx.firmId, jobId],
  );
}

/** A quote that is to take the place of another, or has: the latest. */
export async function readRevision(
  tx: Tx,
  quoteId: number,
): Promise<Pick<Quote, 'id' | 'number' | 'state'> | undefined> {
  const [row] = await tx.query<Pick<Quote, 'id' | 'number' | 'state'>>(
    `select id, number, state from quote where firm_id = $1 and revises_quote_id = $2 order by id desc limit 1`,
    [tx.firmId, quoteId],
  );
  return row;
}
