// Invoices as documents: header, lines, payments. What an invoice did to WIP stands in the ledger, with the invoice as
// the cause.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

export type InvoiceType = 'progress' | 'final';
export type InvoiceBasis = 'actual' | 'quoted' | 'deposit' | 'miscellaneous';
export type InvoiceStatus = 'draft' | 'approved' | 'cancelled';

export type NewInvoice = {
  readonly number: string | null;
  readonly clientId: number | null;
  readonly type: InvoiceType | null;
  readonly basis: InvoiceBasis;
  readonly pricing: 'calculated' | 'fixed';
  readonly status: InvoiceStatus;
  readonly invoicedOn: CivilDate;
  readonly dueOn: CivilDate | null;
  /** Work after this day was not offered. */
  readonly cutOffOn: CivilDate | null;
  readonly currency: CurrencyCode;
  /** Ex tax. */
  readonly totalMinor: bigint;
  readonly taxMinor: bigint | null;
  readonly paidMinor: bigint;
  readonly reference: string | null;
  readonly typeText: string | null;
  readonly origin: 'composed' | 'imported';
};

export type Invoice = NewInvoice & { readonly id: number; readonly version: number };

export type InvoiceLine = {
  readonly kind: 'task' | 'cost';
  readonly jobId: number | null;
  readonly jobTaskId: number | null;
  readonly costEntryId: bigint | null;
  readonly description: string;
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
  readonly amountMinor: bigint;
  readonly billable: boolean;
  /** Written on the invoice itself; not from recorded work. */
  readonly typed: boolean;
};

export type NewPayment = {
  readonly invoiceId: number;
  readonly paidOn: CivilDate;
  readonly amountMinor: bigint;
  readonly reference: string | null;
};

const columns = `i.id, i.version, i.number, i.client_id as "clientId", i.type, i.basis, i.pricing, i.status,
  i.invoiced_on as "invoicedOn", i.due_on as "dueOn", i.cut_off_on as "cutOffOn", i.currency,
  i.total_minor as "totalMinor", i.tax_minor as "taxMinor", i.paid_minor as "paidMinor", i.reference,
  i.type_text as "typeText", i.origin`;

const written: readonly (readonly [keyof NewInvoice, string])[] = [
  ['number', 'number'],
  ['clientId', 'client_id'],
  ['type', 'type'],
  ['basis', 'basis'],
  ['pricing', 'pricing'],
  ['status', 'status'],
  ['invoicedOn', 'invoiced_on'],
  ['dueOn', 'due_on'],
  ['cutOffOn', 'cut_off_on'],
  ['currency', 'currency'],
  ['totalMinor', 'total_minor'],
  ['taxMinor', 'tax_minor'],
  ['paidMinor', 'paid_minor'],
  ['reference', 'reference'],
  ['typeText', 'type_text'],
  ['origin', 'origin'],
];

export async function insertInvoice(tx: Tx, invoice: NewInvoice): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into invoice (firm_id, ${written.map(([, column]) => column).join(', ')})
     values ($1, ${written.map((_, index) => `$${index + 2}`).join(', ')}) returning id`,
    [tx.firmId, ...written.map(([name]) => invoice[name])],
  );
  return row!.id;
}

export async function updateInvoice(tx: Tx, id: number, change: Partial<NewInvoice>): Promise<void> {
  const changed = written.filter(([name]) => change[name] !== undefined);
  await tx.query(
    `update invoice set ${changed.map(([, column], index) => `${column} = $${index + 3}`).join(', ')},
       version = version + 1
     where firm_id = $1 and id = $2`,
    [tx.firmId, id, ...changed.map(([name]) => change[name])],
  );
}

export async function readInvoices(tx: Tx, ids: readonly number[]): Promise<Map<number, Invoice>> {
  const rows = await tx.query<Invoice>(
    `select ${columns} from invoice i where i.firm_id = $1 and i.id = any ($2)`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Writes the lines of an invoice in the place of those it had. */
export async function replaceInvoiceLines(
  tx: Tx,
  invoiceId: number,
  lines: readonly InvoiceLine[],
): Promise<void> {
  await tx.query('delete from invoice_line where firm_id = $1 and invoice_id = $2', [tx.firmId, invoiceId]);
  if (lines.length === 0) return;
  await tx.query(
    `insert into invoice_line (firm_id, invoice_id, kind, job_id, job_task_id, cost_entry_id, description, minutes,
       rate_per_hour_minor, quantity_thousandths, unit_price_minor, amount_minor, billable, typed, line_number)
     select $1, $2, * from unnest($3::text[], $4::int[], $5::int[], $6::bigint[], $7::text[], $8::int[], $9::bigint[],
       $10::int[], $11::bigint[], $12::bigint[], $13::boolean[], $14::boolean[]) with ordinality`,
    [
      tx.firmId,
      invoiceId,
      lines.map((line) => line.kind),
      lines.map((line) => line.jobId),
      lines.map((line) => line.jobTaskId),
      lines.map((line) => line.costEntryId),
      lines.map((line) => line.description),
      lines.map((line) => line.minutes),
      lines.map((line) => line.ratePerHourMinor),
      lines.map((line) => line.quantityThousandths),
      lines.map((line) => line.unitPriceMinor),
      lines.map((line) => line.amountMinor),
      lines.map((line) => line.billable),
      lines.map((line) => line.typed),
    ],
  );
}

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

export type UnmatchedInvoice = Invoice & {
  readonly clientName: string | null;
  readonly why: string;
  readonly decidedAt: string | null;
  readonly decidedByName: string | null;
  /** Null when it was set aside, or not decided. */
  readonly jobId: number | null;
  readonly jobNumber: string | null;
};

export async function insertUnmatched(tx: Tx, invoiceId: number, why: string): Promise<void> {
  await tx.query(
    `insert into unmatched_invoice (firm_id, invoice_id, why) values ($1, $2, $3) on conflict do nothing`,
    [tx.firmId, invoiceId, why],
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

const unmatchedFrom = `select ${columns}, c.name as "clientName", u.why, d.recorded_at as "decidedAt",
    a.name as "decidedByName", d.job_id as "jobId", j.number as "jobNumber"
  from unmatched_invoice u
  join invoice i on i.firm_id = u.firm_id and i.id = u.invoice_id
  left join client c on c.firm_id = i.firm_id and c.id = i.client_id
  left join unmatched_invoice_decision d on d.firm_id = u.firm_id and d.invoice_id = u.invoice_id
  left join actor a on a.firm_id = d.firm_id and a.id = d.actor_id
  left join job j on j.firm_id = d.firm_id and j.id = d.job_id`;

/** By id; `waiting` leaves out those that were decided on. */
export function listUnmatched(
  tx: Tx,
  page: { waiting: boolean; afterId: number; limit: number },
): Promise<UnmatchedInvoice[]> {
  return tx.query<UnmatchedInvoice>(
    `${unmatchedFrom} where u.firm_id = $1 and u.invoice_id > $2 and (not $3 or d.invoice_id is null)
     order by u.invoice_id limit $4`,
    [tx.firmId, page.afterId, page.waiting, page.limit],
  );
}

/** The invoice in the queue, held until the transaction ends. */
export async function holdUnmatched(tx: Tx, invoiceId: number): Promise<UnmatchedInvoice | undefined> {
  await tx.query('select 1 from invoice where firm_id = $1 and id = $2 for no key update', [
    tx.firmId,
    invoiceId,
  ]);
  const [row] = await tx.query<UnmatchedInvoice>(
    `${unmatchedFrom} where u.firm_id = $1 and u.invoice_id = $2`,
    [tx.firmId, invoiceId],
  );
  return row;
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
