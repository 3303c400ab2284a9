// Imported invoices that nobody can tell the job of: they wait in a queue until a person decides.

import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';
import { invoiceColumns, type Invoice } from './invoices.ts';

export type UnmatchedInvoice = Invoice & {
  readonly clientName: string | null;
  readonly why: string;
  readonly decidedAt: string | null;
  readonly decidedByName: string | null;
  /** Null when it was set aside, or not decided. */
  readonly jobId: number | null;
  readonly jobNumber: string | null;
};

export type NewUnmatched = { readonly invoiceId: number; readonly why: string };

export async function insertUnmatched(tx: Tx, unmatched: readonly NewUnmatched[]): Promise<void> {
  if (unmatched.length === 0) return;
  await tx.query(
    `insert into unmatched_invoice (firm_id, invoice_id, why)
     select $1, * from unnest($2::int[], $3::text[]) on conflict do nothing`,
    [tx.firmId, unmatched.map(({ invoiceId }) => invoiceId), unmatched.map(({ why }) => why)],
  );
}

/** Takes an invoice out of the queue that nobody has decided on; a cancelled one needs no decision. */
export async function removeUnmatched(tx: Tx, invoiceId: number): Promise<void> {
  await tx.query(
    `delete from unmatched_invoice u where u.firm_id = $1 and u.invoice_id = $2 and not exists (
       select 1 from unmatched_invoice_decision d where d.firm_id = $1 and d.invoice_id = $2)`,
    [tx.firmId, invoiceId],
  );
}

/** By id. */
function readUnmatched(tx: Tx, ids: readonly number[]): Promise<UnmatchedInvoice[]> {
  return readByKey<UnmatchedInvoice>(
    tx,
    `select ${invoiceColumns}, c.name as "clientName", u.why, d.recorded_at as "decidedAt",
       a.name as "decidedByName", d.job_id as "jobId", j.number as "jobNumber"
     from unmatched_invoice u
     join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
     left join client c on c.firm_id = i.firm_id and c.id = i.client_id
     left join unmatched_invoice_decision d on d.firm_id = u.firm_id and d.invoice_id = u.invoice_id
     left join actor a on a.firm_id = d.firm_id and a.id = d.actor_id
     left join job j on j.firm_id = d.firm_id and j.id = d.job_id
     where u.firm_id = $1 and u.invoice_id = any ($2) order by u.invoice_id`,
    [tx.firmId, ids],
  );
}

/** By id; `waiting` leaves out those that were decided on. */
export async function listUnmatched(
  tx: Tx,
  page: { waiting: boolean; afterId: number; limit: number },
): Promise<UnmatchedInvoice[]> {
  const found = await tx.query<{ id: number }>(
    `select u.invoice_id as id from unmatched_invoice u
     where u.firm_id = $1 and u.invoice_id > $2 and (not $3 or not exists (
       select 1 from unmatched_invoice_decision d where d.firm_id = $1 and d.invoice_id = u.invoice_id))
     order by u.invoice_id limit $4`,
    [tx.firmId, page.afterId, page.waiting, page.limit],
  );
  const ids = found.map(({ id }) => id);
  return ids.length === 0 ? [] : readUnmatched(tx, ids);
}

/** The invoice in the queue, held until the transaction ends. */
export async function holdUnmatched(tx: Tx, invoiceId: number): Promise<UnmatchedInvoice | undefined> {
  await tx.query('select 1 from invoice where firm_id = $1 and id = $2 for no key update', [
    tx.firmId,
    invoiceId,
  ]);
  const [held] = await readUnmatched(tx, [invoiceId]);
  return held;
}

export type UnmatchedDecision = {
  readonly invoiceId: number;
  readonly jobId: number | null;
  readonly note: string | null;
  readonly actorId: number;
  readonly recordedAt: string;
};

export async function insertUnmatchedDecision(tx: Tx, decision: UnmatchedDecision): Promise<void> {
  await tx.query(
    `insert into unmatched_invoice_decision (firm_id, invoice_id, job_id, note, actor_id, recorded_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [tx.firmId, decision.invoiceId, decision.jobId, decision.note, decision.actorId, decision.recordedAt],
  );
}
