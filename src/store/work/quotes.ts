// Quotes as rows: their header. What of an accepted quote has not been invoiced stands in the ledger.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

export type QuoteState = 'draft' | 'issued' | 'accepted' | 'declined' | 'revised' | 'archived';

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
  readonly totalMinor: bigint;
  readonly origin: 'composed' | 'imported';
};

export type Quote = NewQuote & { readonly id: number; readonly version: number };

const columns = `id, version, number, name, client_id as "clientId", job_id as "jobId", state, is_master as "isMaster",
  quoted_on as "quotedOn", valid_until as "validUntil", accepted_on as "acceptedOn", currency,
  total_minor as "totalMinor", origin`;

export async function insertQuote(tx: Tx, quote: NewQuote): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into quote (firm_id, number, name, client_id, job_id, state, is_master, quoted_on, valid_until, accepted_on,
       currency, total_minor, origin)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
    [tx.firmId, ...valuesOf(quote)],
  );
  return row!.id;
}

export async function updateQuote(tx: Tx, id: number, quote: NewQuote): Promise<void> {
  await tx.query(
    `update quote set number = $3, name = $4, client_id = $5, job_id = $6, state = $7, is_master = $8, quoted_on = $9,
       valid_until = $10, accepted_on = $11, currency = $12, total_minor = $13, origin = $14, version = version + 1
     where firm_id = $1 and id = $2`,
    [tx.firmId, id, ...valuesOf(quote)],
  );
}

function valuesOf(quote: NewQuote): unknown[] {
  const { number, name, clientId, jobId, state, isMaster } = quote;
  const { quotedOn, validUntil, acceptedOn, currency, totalMinor, origin } = quote;
  return [
    number,
    name,
    clientId,
    jobId,
    state,
    isMaster,
    quotedOn,
    validUntil,
    acceptedOn,
    currency,
    totalMinor,
    origin,
  ];
}

export async function readQuotes(tx: Tx, ids: readonly number[]): Promise<Map<number, Quote>> {
  const rows = await tx.query<Quote>(`select ${columns} from quote where firm_id = $1 and id = any ($2)`, [
    tx.firmId,
    ids,
  ]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The quotes that these jobs are billed by. */
export async function readMasterQuotes(tx: Tx, jobIds: readonly number[]): Promise<Map<number, Quote>> {
  const rows = await tx.query<Quote & { jobId: number }>(
    `select ${columns} from quote where firm_id = $1 and job_id = any ($2) and is_master`,
    [tx.firmId, jobIds],
  );
  return new Map(rows.map((row) => [row.jobId, row]));
}
