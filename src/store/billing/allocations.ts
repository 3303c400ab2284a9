// What pays what: a payment or a credit note on one side, an invoice, or the client who was paid back, on the other.
// Rows are only added. The sums that documents keep (paid, credited, and with them what is outstanding) are raised by the
// same rows in the same call, under the locks of the documents, so they cannot disagree with them.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Author } from '../changes.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

/** What pays. */
export type AllocationSource = { readonly kind: 'payment' | 'creditNote'; readonly id: number };

export type NewAllocation = {
  readonly source: AllocationSource;
  /** Null: paid back to the client. */
  readonly invoiceId: number | null;
  readonly allocatedOn: CivilDate;
  /** Below 0 where it takes back. */
  readonly amountMinor: bigint;
  /** The allocation that it takes back. */
  readonly takesBackId: number | null;
};

export type Allocation = NewAllocation & {
  readonly id: number;
  readonly currency: CurrencyCode;
  readonly invoiceNumber: string | null;
  readonly recordedAt: string;
  readonly byName: string;
  /** Whether it was taken back, or takes back. */
  readonly standing: boolean;
};

/** Adds allocations and moves the sums of the documents by them; whoever calls holds these documents. */
export async function insertAllocations(
  tx: Tx,
  author: Author,
  allocations: readonly NewAllocation[],
): Promise<number[]> {
  if (allocations.length === 0) return [];
  const idOf = (kind: AllocationSource['kind']) =>
    allocations.map(({ source }) => (source.kind === kind ? source.id : null));
  const rows = await tx.query<{ id: number }>(
    `insert into allocation (firm_id, payment_id, credit_note_id, invoice_id, allocated_on, amount_minor, takes_back_id,
       actor_id, recorded_at)
     select $1, payment, credit_note, invoice, allocated_on, amount, takes_back, $8, $9
     from unnest($2::int[], $3::int[], $4::int[], $5::date[], $6::bigint[], $7::int[]) with ordinality
       as a (payment, credit_note, invoice, allocated_on, amount, takes_back, place)
     order by place returning id`,
    [
      tx.firmId,
      idOf('payment'),
      idOf('creditNote'),
      allocations.map(({ invoiceId }) => invoiceId),
      allocations.map(({ allocatedOn }) => allocatedOn),
      allocations.map(({ amountMinor }) => amountMinor),
      allocations.map(({ takesBackId }) => takesBackId),
      author.actorId,
      author.recordedAt,
    ],
  );
  await moveSums(tx, allocations);
  return rows.map(({ id }) => id);
}

async function moveSums(tx: Tx, allocations: readonly NewAllocation[]): Promise<void> {
  const moves = allocations.flatMap(({ source, invoiceId, amountMinor }) => {
    const ofInvoice = { id: invoiceId, isPaid: source.kind === 'payment', amountMinor };
    const ofCreditNote = { id: source.id, isPaid: false, amountMinor };
    return source.kind === 'creditNote' ? [ofInvoice, ofCreditNote] : [ofInvoice];
  });
  const ofDocuments = moves.filter(({ id }) => id !== null);
  if (ofDocuments.length === 0) return;
  await tx.query(
    `update invoice i set paid_minor = i.paid_minor + m.paid, credited_minor = i.credited_minor + m.credited
     from (
       select id, coalesce(sum(amount) filter (where is_paid), 0)::bigint as paid,
         coalesce(sum(amount) filter (where not is_paid), 0)::bigint as credited
       from unnest($2::int[], $3::boolean[], $4::bigint[]) as move (id, is_paid, amount) group by id) m
     where i.firm_id = $1 and i.id = m.id`,
    [
      tx.firmId,
      ofDocuments.map(({ id }) => id),
      ofDocuments.map(({ isPaid }) => isPaid),
      ofDocuments.map(({ amountMinor }) => amountMinor),
    ],
  );
}

type AllocationRow = Omit<Allocation, 'source'> & { paymentId: number | null; creditNoteId: number | null };

const columns = `a.id, a.payment_id as "paymentId", a.credit_note_id as "creditNoteId", a.invoice_id as "invoiceId",
  i.number as "invoiceNumber", coalesce(p.currency, n.currency) as currency, a.allocated_on as "allocatedOn", a.amount_minor as "amountMinor",
  a.takes_back_id as "takesBackId", a.recorded_at as "recordedAt", w.name as "byName",
  a.takes_back_id is null and not exists (
    select 1 from allocation t where t.firm_id = $1 and t.takes_back_id = a.id) as standing
  from allocation a
  join actor w on w.firm_id = a.firm_id and w.id = a.actor_id
  left join payment p on p.firm_id = a.firm_id and p.id = a.payment_id
  left join invoice n on n.firm_id = a.firm_id and n.id = a.credit_note_id
  left join invoice i on i.firm_id = a.firm_id and i.id = a.invoice_id`;

/** What was allocated of a payment or a credit note, and what of it was taken back, in the order in which it was. */
export function readAllocationsOf(tx: Tx, kind: AllocationSource['kind'], id: number): Promise<Allocation[]> {
  return readBy(tx, kind === 'payment' ? 'payment_id' : 'credit_note_id', id);
}

/** What pays an invoice, or paid it once. */
export function readAllocationsTo(tx: Tx, invoiceId: number): Promise<Allocation[]> {
  return readBy(tx, 'invoice_id', invoiceId);
}

export async function readAllocation(tx: Tx, id: number): Promise<Allocation | undefined> {
  const [allocation] = await readBy(tx, 'id', id);
  return allocation;
}

async function readBy(
  tx: Tx,
  column: 'payment_id' | 'credit_note_id' | 'invoice_id' | 'id',
  id: number,
): Promise<Allocation[]> {
  const rows = await readByKey<AllocationRow>(
    tx,
    `select ${columns} where a.firm_id = $1 and a.${column} = $2 order by a.id`,
    [tx.firmId, id],
  );
  return rows.map(allocationOf);
}

function allocationOf({ paymentId, creditNoteId, ...row }: AllocationRow): Allocation {
  const source =
    paymentId === null
      ? { kind: 'creditNote' as const, id: creditNoteId! }
      : { kind: 'payment' as const, id: paymentId };
  return { ...row, source };
}
