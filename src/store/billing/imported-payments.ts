// Payments as other systems tell them: of one invoice each. They move debtors and never WIP.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';

export type NewPayment = {
  readonly invoiceId: number;
  readonly paidOn: CivilDate;
  readonly amountMinor: bigint;
  readonly reference: string | null;
};

export async function insertPayments(tx: Tx, payments: readonly NewPayment[]): Promise<number[]> {
  if (payments.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `insert into payment (firm_id, invoice_id, paid_on, amount_minor, reference)
     select $1, invoice, paid_on, amount, reference
     from unnest($2::int[], $3::date[], $4::bigint[], $5::text[]) with ordinality
       as p (invoice, paid_on, amount, reference, place)
     order by place returning id`,
    [
      tx.firmId,
      payments.map((payment) => payment.invoiceId),
      payments.map((payment) => payment.paidOn),
      payments.map((payment) => payment.amountMinor),
      payments.map((payment) => payment.reference),
    ],
  );
  return rows.map((row) => row.id);
}

export function readPayments(
  tx: Tx,
  invoiceIds: readonly number[],
): Promise<(NewPayment & { id: number })[]> {
  return tx.query(
    `select id, invoice_id as "invoiceId", paid_on as "paidOn", amount_minor as "amountMinor", reference
     from payment where firm_id = $1 and invoice_id = any ($2) order by id`,
    [tx.firmId, invoiceIds],
  );
}
