// Invoices and credit notes as lists: newest first, continued by day and id, through invoice_dated and invoice_client. Nearly
// all that a firm has ever invoiced is paid; what is not is found through invoice_unsettled, and the paid are counted in
// invoice_settled.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { contains, namesOne, runFragment, when } from '../practice/pages.ts';
import type { DocumentKind, InvoiceBasis, InvoiceType } from './invoices.ts';

/** Where a document is, for people. A document of nothing, and one that is settled by whatever way, is paid. */
export const invoiceStates = [
  'draft',
  'approved',
  'sent',
  'partPaid',
  'paid',
  'cancelled',
  'discarded',
] as const;
export type InvoiceState = (typeof invoiceStates)[number];

const state = `case
    when i.status <> 'approved' then i.status
    when i.outstanding_minor <= 0 then 'paid'
    when i.paid_minor <> 0 or i.credited_minor <> 0 then 'partPaid'
    when i.sent_at is not null then 'sent'
    else 'approved' end`;

/** The state of a document as a column of a query on invoice `i`. */
export const stateColumn = `${state} as state`;

export type ListedInvoice = {
  readonly id: number;
  readonly version: number;
  readonly document: DocumentKind;
  readonly number: string | null;
  readonly state: InvoiceState;
  readonly clientId: number | null;
  readonly clientName: string | null;
  readonly type: InvoiceType | null;
  readonly basis: InvoiceBasis;
  readonly invoicedOn: CivilDate;
  readonly dueOn: CivilDate | null;
  readonly isOverdue: boolean;
  readonly currency: CurrencyCode;
  /** Ex tax. */
  readonly totalMinor: bigint;
  readonly taxMinor: bigint | null;
  readonly outstandingMinor: bigint;
  readonly reference: string | null;
  readonly origin: 'composed' | 'imported';
};

export type InvoiceFilter = {
  readonly document?: DocumentKind | undefined;
  readonly states?: readonly InvoiceState[] | undefined;
  readonly clientId?: number | undefined;
  readonly jobId?: number | undefined;
  /** Dates of the documents, both included. */
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly overdue?: boolean | undefined;
  /** Whether a billing run has drafted it and its review is not over. */
  readonly inReview?: boolean | undefined;
  /** In the number, the reference or the client's name. */
  readonly search?: string | undefined;
};

export type InvoicePosition = { readonly invoicedOn: CivilDate; readonly id: number };

export function listInvoices(
  tx: Tx,
  filter: InvoiceFilter,
  page: { readonly after: InvoicePosition | null; readonly limit: number; readonly today: CivilDate },
): Promise<ListedInvoice[]> {
  const overdue = overdueOn(page.today);
  const where = [
    sql`i.firm_id = ${tx.firmId}`,
    when(filter.document, (document) =>
      document === 'creditNote' ? sql`i.credits_invoice_id is not null` : sql`i.document = ${document}`,
    ),
    when(filter.states, (states) => sql`${sql.raw(state)} = any (${states}::text[])`),
    filter.states?.includes('paid') === false ? unsettled : undefined,
    when(filter.clientId, (clientId) => sql`i.client_id = ${clientId}`),
    when(
      filter.jobId,
      (jobId) => sql`i.id = any (array(
        select w.invoice_id from invoice_job w where w.firm_id = ${tx.firmId} and w.job_id = ${jobId}
        union select l.invoice_id from invoice_line l where l.firm_id = ${tx.firmId} and l.job_id = ${jobId}))`,
    ),
    when(filter.from, (from) => sql`i.invoiced_on >= ${from}::date`),
    when(filter.to, (to) => sql`i.invoiced_on <= ${to}::date`),
    when(filter.overdue, (isOverdue) => (isOverdue ? overdue : sql`not coalesce(${overdue}, false)`)),
    when(filter.inReview, (isInReview) =>
      isInReview ? inReviewOf(tx.firmId) : sql`not ${inReviewOf(tx.firmId)}`,
    ),
    when(
      filter.search,
      (search) => sql`(${contains(['i.number', 'i.reference'], search)}
        or ${namesOne(tx.firmId, 'i.client_id', { table: 'client', text: 'name', search })})`,
    ),
    when(
      page.after ?? undefined,
      ({ invoicedOn, id }) => sql`(i.invoiced_on, i.id) < (${invoicedOn}::date, ${id}::int)`,
    ),
  ].filter((condition) => condition !== undefined);
  return runFragment<ListedInvoice>(
    tx,
    sql`select i.id, i.version, i.document, i.number, ${sql.raw(stateColumn)}, i.client_id as "clientId",
          c.name as "clientName", i.type, i.basis, i.invoiced_on as "invoicedOn", i.due_on as "dueOn",
          coalesce(${overdue}, false) as "isOverdue", i.currency, i.total_minor as "totalMinor",
          i.tax_minor as "taxMinor", i.outstanding_minor as "outstandingMinor", i.reference, i.origin
        from invoice i left join client c on c.firm_id = i.firm_id and c.id = i.client_id
        where ${sql.join(where, sql` and `)}
        order by i.invoiced_on desc, i.id desc limit ${page.limit}`,
  );
}

export type InvoiceCount = Pick<ListedInvoice, 'document' | 'state' | 'isOverdue' | 'currency'> & {
  readonly count: number;
  readonly outstandingMinor: bigint;
};

/** How many documents are where, and what is outstanding of them. */
export function countInvoices(
  tx: Tx,
  filter: Pick<InvoiceFilter, 'clientId'>,
  today: CivilDate,
): Promise<InvoiceCount[]> {
  const { clientId } = filter;
  const ofFirm = sql`i.firm_id = ${tx.firmId}${clientId === undefined ? sql`` : sql` and i.client_id = ${clientId}`}`;
  return runFragment<InvoiceCount>(
    tx,
    sql`select i.document, ${sql.raw(stateColumn)}, coalesce(${overdueOn(today)}, false) as "isOverdue", i.currency,
          count(*)::int as count, sum(i.outstanding_minor)::bigint as "outstandingMinor"
        from invoice i where ${ofFirm} and ${unsettled}
        group by 1, 2, 3, 4
        union all
        select i.document, 'paid', false, i.currency, count(*)::int, sum(i.outstanding_minor)::bigint
        from invoice i where ${ofFirm} and i.status = 'approved' and i.outstanding_minor <= 0
        group by 1, 4
        order by 1, 2, 3, 4`,
  );
}

/** Neither paid nor otherwise settled: in any state but paid. */
const unsettled = sql`(i.status <> 'approved' or i.outstanding_minor > 0)`;

function overdueOn(today: CivilDate) {
  return sql`(i.outstanding_minor > 0 and i.due_on < ${today}::date and i.document = 'invoice')`;
}

const inReviewOf = (firmId: number) => sql`(i.status = 'draft' and exists (
  select from billing_run_unit u join billing_run r on r.firm_id = u.firm_id and r.id = u.run_id
  where u.firm_id = ${firmId} and u.invoice_id = i.id and u.state = 'drafted'
    and jsonb_array_length(r.rules -> 'reviewStages') >= coalesce((
      select case when v.invoice_version = i.version then v.next_stage else 1 end from billing_run_verdict v
      where v.firm_id = ${firmId} and v.run_id = u.run_id and v.place = u.place order by v.id desc limit 1), 1)))`;
