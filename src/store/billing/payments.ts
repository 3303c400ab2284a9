// Payments of clients. What of one pays which invoice stands in its allocations (allocations.ts).

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Author } from '../changes.ts';
import type { Tx } from '../database.ts';
import {
  contains,
  readItems,
  readPage,
  when,
  type ListQuery,
  type Page,
  type PageWanted,
} from '../practice/pages.ts';
import { notUsedUp } from './debtors.ts';

export type NewPayment = {
  readonly clientId: number;
  readonly currency: CurrencyCode;
  readonly paidOn: CivilDate;
  readonly amountMinor: bigint;
  readonly method: string | null;
  readonly reference: string | null;
  readonly note: string | null;
};

export type Payment = Omit<NewPayment, 'clientId'> & {
  readonly id: number;
  readonly version: number;
  /** Null of an imported payment whose client is not known. */
  readonly clientId: number | null;
  readonly clientName: string | null;
  /** What of it pays invoices or was paid back. */
  readonly allocatedMinor: bigint;
  readonly recordedAt: string;
  readonly byName: string;
  /** Null while it stands. */
  readonly voidedOn: CivilDate | null;
  readonly voidReason: string | null;
  readonly voidedByName: string | null;
};

export async function insertPayment(tx: Tx, author: Author, payment: NewPayment): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into payment (firm_id, client_id, currency, paid_on, amount_minor, method, reference, note, actor_id, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
    [
      tx.firmId,
      payment.clientId,
      payment.currency,
      payment.paidOn,
      payment.amountMinor,
      payment.method,
      payment.reference,
      payment.note,
      author.actorId,
      author.recordedAt,
    ],
  );
  return row!.id;
}

const allocatedOf = (firmId: number) => sql`coalesce((
  select sum(a.amount_minor)::bigint from allocation a where a.firm_id = ${firmId} and a.payment_id = p.id), 0)`;

const selectionOf = (firmId: number) => ({
  columns: sql`p.id, p.version, p.client_id as "clientId", c.name as "clientName", p.currency, p.paid_on as "paidOn",
    p.amount_minor as "amountMinor", p.method, p.reference, p.note, ${allocatedOf(firmId)} as "allocatedMinor",
    p.recorded_at as "recordedAt", w.name as "byName", p.voided_on as "voidedOn", p.void_reason as "voidReason",
    v.name as "voidedByName"`,
  from: sql`payment p
    join actor w on w.firm_id = p.firm_id and w.id = p.actor_id
    left join client c on c.firm_id = p.firm_id and c.id = p.client_id
    left join actor v on v.firm_id = p.firm_id and v.id = p.voided_by`,
});

export async function readPayment(tx: Tx, id: number): Promise<Payment | undefined> {
  const where = [sql`p.firm_id = ${tx.firmId}`];
  const [found] = await readItems<Payment>(tx, { selection: selectionOf(tx.firmId), where, id: sql`p.id` }, [
    id,
  ]);
  return found;
}

/** The payment, held until the transaction ends: before any invoice is. */
export async function holdPayment(tx: Tx, id: number): Promise<Payment | undefined> {
  await tx.query('select 1 from payment where firm_id = $1 and id = $2 for no key update', [tx.firmId, id]);
  return readPayment(tx, id);
}

export type PaymentFilter = {
  readonly clientId?: number | undefined;
  readonly invoiceId?: number | undefined;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  /** Only those of which something is left. */
  readonly unallocated?: boolean | undefined;
  readonly voided?: boolean | undefined;
  readonly search?: string | undefined;
};

/** Newest first. */
export function listPayments(tx: Tx, filter: PaymentFilter, wanted: PageWanted): Promise<Page<Payment>> {
  const where = [
    sql`p.firm_id = ${tx.firmId}`,
    when(filter.clientId, (clientId) => sql`p.client_id = ${clientId}`),
    when(
      filter.invoiceId,
      (invoiceId) => sql`exists (select 1 from allocation o
        where o.firm_id = p.firm_id and o.payment_id = p.id and o.invoice_id = ${invoiceId})`,
    ),
    when(filter.from, (from) => sql`p.paid_on >= ${from}::date`),
    when(filter.to, (to) => sql`p.paid_on <= ${to}::date`),
    when(filter.unallocated, (unallocated) =>
      unallocated
        ? sql`p.voided_on is null and p.id = any (array(${notUsedUp(tx.firmId)}))
            and p.amount_minor <> ${allocatedOf(tx.firmId)}`
        : sql`(p.voided_on is not null or p.amount_minor = ${allocatedOf(tx.firmId)})`,
    ),
    when(filter.voided, (voided) => sql`(p.voided_on is not null) = ${voided}`),
    when(filter.search, (search) => contains(['p.reference', 'p.method', 'p.note'], search)),
  ];
  const list: ListQuery = {
    selection: selectionOf(tx.firmId),
    where,
    sortText: sql`p.paid_on::text`,
    sortValue: { of: sql`p.paid_on`, type: 'date' },
    id: sql`p.id`,
    found: sql`payment p`,
  };
  return readPage<Payment>(tx, list, { ...wanted, descending: true });
}

export async function markVoided(
  tx: Tx,
  author: Author,
  payment: { readonly id: number; readonly voidedOn: CivilDate; readonly reason: string },
): Promise<void> {
  await tx.query(
    `update payment set voided_on = $3, void_reason = $4, voided_by = $5, voided_at = $6, version = version + 1
     where firm_id = $1 and id = $2`,
    [tx.firmId, payment.id, payment.voidedOn, payment.reason, author.actorId, author.recordedAt],
  );
}

/** At most so many of a client's invoices are paid at once. */
export const payableInvoicesMax = 1_000;

/** The approved invoices of a client with something outstanding, those due longest first. */
export async function findOutstanding(tx: Tx, clientId: number, currency: CurrencyCode): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select id from invoice
     where firm_id = $1 and client_id = $2 and outstanding_minor <> 0 and outstanding_minor > 0
       and document = 'invoice' and currency = $3
     order by coalesce(due_on, invoiced_on), invoiced_on, id limit $4`,
    [tx.firmId, clientId, currency, payableInvoicesMax],
  );
  return rows.map(({ id }) => id);
}
