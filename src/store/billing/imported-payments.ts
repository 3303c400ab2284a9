// Payments as other systems tell them: each is of one invoice, and is allocated to it whole.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Author } from '../changes.ts';
import type { Tx } from '../database.ts';

export type NewPayment = {
  readonly invoiceId: number;
  readonly paidOn: CivilDate;
  readonly amountMinor: bigint;
  readonly reference: string | null;
};

export type PaymentOfInvoice = NewPayment & {
  readonly id: number;
  /** What is still allocated to the invoice; 0 of a payment that was voided. */
  readonly standingMinor: bigint;
};

/** The ids of the payments, in their order. A payment of nothing is kept and allocated to nothing. */
export async function insertPayments(
  tx: Tx,
  author: Author,
  payments: readonly NewPayment[],
): Promise<number[]> {
  if (payments.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `insert into payment (firm_id, client_id, currency, paid_on, amount_minor, reference, actor_id, recorded_at)
     select $1, i.client_id, i.currency, p.paid_on, p.amount, p.reference, $6, $7
     from unnest($2::int[], $3::date[], $4::bigint[], $5::text[]) with ordinality
       as p (invoice, paid_on, amount, reference, place)
     join invoice i on i.firm_id = $1 and i.id = p.invoice
     order by p.place returning id`,
    [
      tx.firmId,
      payments.map((payment) => payment.invoiceId),
      payments.map((payment) => payment.paidOn),
      payments.map((payment) => payment.amountMinor),
      payments.map((payment) => payment.reference),
      author.actorId,
      author.recordedAt,
    ],
  );
  await tx.query(
    `insert into allocation (firm_id, payment_id, invoice_id, allocated_on, amount_minor, actor_id, recorded_at)
     select firm_id, id, invoice, paid_on, amount_minor, actor_id, recorded_at
     from unnest($2::int[], $3::int[]) as a (payment, invoice)
     join payment p on p.firm_id = $1 and p.id = a.payment
     where p.amount_minor <> 0 order by p.id`,
    [tx.firmId, rows.map(({ id }) => id), payments.map(({ invoiceId }) => invoiceId)],
  );
  return rows.map((row) => row.id);
}

/** What was ever allocated to invoices, a row per payment and invoice. */
export function readPayments(tx: Tx, invoiceIds: readonly number[]): Promise<PaymentOfInvoice[]> {
  return tx.query(
    `select p.id, a.invoice_id as "invoiceId", p.paid_on as "paidOn", p.reference,
       coalesce(sum(a.amount_minor) filter (where a.takes_back_id is null), 0)::bigint as "amountMinor",
       sum(a.amount_minor)::bigint as "standingMinor"
     from allocation a join payment p on p.firm_id = a.firm_id and p.id = a.payment_id
     where a.firm_id = $1 and a.invoice_id = any ($2)
     group by p.firm_id, p.id, a.invoice_id order by p.id`,
    [tx.firmId, invoiceIds],
  );
}

/** An invoice is paid by at least what is allocated to it; a source may know of more than it tells one by one. */
export async function raisePaid(tx: Tx, invoiceIds: readonly number[]): Promise<void> {
  await tx.query(
    `update invoice i set paid_minor = p.minor, version = i.version + 1
     from (
       select invoice_id, sum(amount_minor)::bigint as minor from allocation
       where firm_id = $1 and invoice_id = any ($2) and payment_id is not null group by invoice_id) p
     where i.firm_id = $1 and i.id = p.invoice_id and i.paid_minor < p.minor`,
    [tx.firmId, invoiceIds],
  );
}
