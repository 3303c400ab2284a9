// Payments as other systems tell them: each is of one invoice, and is allocated to it whole, as soon as both are there; what
// came before its invoice is credit of the client until then. What a source knows to be paid of an invoice, and tells no
// payment of, stands as a payment of its own (a stand-in) until the source tells better.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Author } from '../changes.ts';
import type { Tx } from '../database.ts';
import { insertAllocations } from './allocations.ts';

/** The method of a payment that stands for an amount paid whose day and way the source does not tell. */
const standInMethod = 'imported';
const standInNote = 'The source tells what was paid of the invoice, and not when or how.';

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
  readonly isStandIn: boolean;
};

/** The ids of the payments, in their order. A payment of nothing is kept and allocated to nothing. */
export function insertPayments(tx: Tx, author: Author, payments: readonly NewPayment[]): Promise<number[]> {
  return insert(tx, author, payments, { method: null, note: null });
}

export function insertStandIns(
  tx: Tx,
  author: Author,
  payments: readonly Omit<NewPayment, 'reference'>[],
): Promise<number[]> {
  const rows = payments.map((payment) => ({ ...payment, reference: null }));
  return insert(tx, author, rows, { method: standInMethod, note: standInNote });
}

async function insert(
  tx: Tx,
  author: Author,
  payments: readonly NewPayment[],
  { method, note }: { readonly method: string | null; readonly note: string | null },
): Promise<number[]> {
  if (payments.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `insert into payment (firm_id, client_id, currency, paid_on, amount_minor, reference, method, note, actor_id, recorded_at)
     select $1, i.client_id, i.currency, p.paid_on, p.amount, p.reference, $6, $7, $8, $9
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
      method,
      note,
      author.actorId,
      author.recordedAt,
    ],
  );
  const ids = rows.map(({ id }) => id);
  const invoicedOn = await readInvoicedOn(tx, payments);
  const allocated = payments.flatMap(({ invoiceId, paidOn, amountMinor }, place) => {
    const day = invoicedOn.get(invoiceId)!;
    const allocatedOn = day > paidOn ? day : paidOn;
    return amountMinor === 0n
      ? []
      : [allocationOf({ paymentId: ids[place]!, invoiceId, allocatedOn, amountMinor })];
  });
  await insertAllocations(tx, author, allocated);
  return ids;
}

async function readInvoicedOn(tx: Tx, payments: readonly NewPayment[]): Promise<Map<number, CivilDate>> {
  const rows = await tx.query<{ id: number; invoicedOn: CivilDate }>(
    'select id, invoiced_on as "invoicedOn" from invoice where firm_id = $1 and id = any ($2)',
    [tx.firmId, payments.map(({ invoiceId }) => invoiceId)],
  );
  return new Map(rows.map(({ id, invoicedOn }) => [id, invoicedOn]));
}

type Allocated = Pick<NewPayment, 'invoiceId' | 'amountMinor'> & {
  readonly paymentId: number;
  readonly allocatedOn: CivilDate;
};

function allocationOf({ paymentId, invoiceId, allocatedOn, amountMinor }: Allocated) {
  const source = { kind: 'payment', id: paymentId } as const;
  return { source, invoiceId, allocatedOn, amountMinor, takesBackId: null };
}

/** What was ever allocated to invoices, a row per payment and invoice. */
export function readPayments(tx: Tx, invoiceIds: readonly number[]): Promise<PaymentOfInvoice[]> {
  return tx.query(
    `select p.id, a.invoice_id as "invoiceId", p.paid_on as "paidOn", p.reference,
       p.method is not distinct from '${standInMethod}' as "isStandIn",
       -- A stand-in that was lowered was allocated twice.
       case when p.method = '${standInMethod}' and abs(p.amount_minor) < abs(a.allocated_minor) then p.amount_minor
         else a.allocated_minor end as "amountMinor",
       a.standing_minor as "standingMinor"
     from (
       select payment_id, invoice_id, sum(amount_minor)::bigint as standing_minor,
         coalesce(sum(amount_minor) filter (where takes_back_id is null), 0)::bigint as allocated_minor
       from allocation where firm_id = $1 and invoice_id = any ($2) and payment_id is not null
       group by payment_id, invoice_id
     ) a
     join payment p on p.firm_id = $1 and p.id = a.payment_id
     order by p.id`,
    [tx.firmId, invoiceIds],
  );
}

export type StandInChange = {
  readonly payment: PaymentOfInvoice;
  /** What it stands for from now on: less than before, or nothing. */
  readonly amountMinor: bigint;
};

/**
 * Brings stand-ins to what the source says now. What was allocated is taken back on the day it was dated, a day that
 * nobody knows anything of; one that stands for nothing any more is voided on that day.
 */
export async function lowerStandIns(
  tx: Tx,
  author: Author,
  changes: readonly StandInChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const ids = changes.map(({ payment }) => payment.id);
  const standing = await tx.query<{ id: number; paymentId: number; allocatedOn: CivilDate }>(
    `select a.id, a.payment_id as "paymentId", a.allocated_on as "allocatedOn" from allocation a
     where a.firm_id = $1 and a.payment_id = any ($2) and a.takes_back_id is null
       and not exists (select from allocation t where t.firm_id = $1 and t.takes_back_id = a.id)`,
    [tx.firmId, ids],
  );
  const ofPayment = new Map(standing.map((allocation) => [allocation.paymentId, allocation]));
  await insertAllocations(
    tx,
    author,
    changes.flatMap(({ payment, amountMinor }) => {
      const { id: paymentId, invoiceId, standingMinor } = payment;
      const { id: takesBackId, allocatedOn } = ofPayment.get(paymentId)!;
      const before = allocationOf({ paymentId, invoiceId, allocatedOn, amountMinor: -standingMinor });
      const takenBack = { ...before, takesBackId };
      const again = allocationOf({ paymentId, invoiceId, allocatedOn, amountMinor });
      return amountMinor === 0n ? [takenBack] : [takenBack, again];
    }),
  );
  await tx.query(
    `update payment p set amount_minor = n.amount, version = p.version + 1,
       voided_on = case when n.amount = 0 then p.paid_on end, voided_by = case when n.amount = 0 then $4::int end,
       voided_at = case when n.amount = 0 then $5::timestamptz end,
       void_reason = case when n.amount = 0 then 'The source does not say any more that this was paid so.' end
     from unnest($2::int[], $3::bigint[]) as n (id, amount)
     where p.firm_id = $1 and p.id = n.id`,
    [tx.firmId, ids, changes.map(({ amountMinor }) => amountMinor), author.actorId, author.recordedAt],
  );
}
