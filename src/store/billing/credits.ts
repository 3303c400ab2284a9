// What credit notes took of an invoice. Only approved ones count; a cancelled one is as if it had never been.
//
// The effects stored under a credit note are what still stands of its invoice after it, under the numbers of the invoice's
// lines; those of the newest approved one are what stands now.

import type { Effect } from '#core/billing/effects.ts';
import type { PrintedTax } from '#core/billing/credit-tax.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';
import { readEffects } from './effects.ts';

export type CreditNoteOfInvoice = {
  readonly id: number;
  readonly number: string | null;
  readonly creditedOn: CivilDate;
};

/** The approved credit notes of an invoice, oldest first. */
export function readCreditNotes(tx: Tx, invoiceId: number): Promise<CreditNoteOfInvoice[]> {
  return readByKey<CreditNoteOfInvoice>(
    tx,
    `select id, number, invoiced_on as "creditedOn" from invoice
     where firm_id = $1 and credits_invoice_id = $2 and status = 'approved' order by id`,
    [tx.firmId, invoiceId],
  );
}

/** What of the invoice's effects stands after a credit note, or before any. */
export function readStandingEffects(
  tx: Tx,
  invoiceId: number,
  creditNotes: readonly CreditNoteOfInvoice[],
): Promise<Effect[]> {
  return readEffects(tx, creditNotes.at(-1)?.id ?? invoiceId);
}

export type CreditedLine = {
  readonly lineNumber: number;
  readonly amountMinor: bigint;
  readonly taxMinor: bigint;
};

/** What was credited of each line of an invoice, by line number; a line that was never credited is not in it. */
export async function readCreditedLines(tx: Tx, invoiceId: number): Promise<Map<number, CreditedLine>> {
  const rows = await readByKey<CreditedLine>(
    tx,
    `select l.credits_line_number as "lineNumber", sum(l.amount_minor)::bigint as "amountMinor",
       sum(l.tax_minor)::bigint as "taxMinor"
     from invoice n join invoice_line l on l.firm_id = n.firm_id and l.invoice_id = n.id
     where n.firm_id = $1 and n.credits_invoice_id = $2 and n.status = 'approved' and l.credits_line_number is not null
     group by 1`,
    [tx.firmId, invoiceId],
  );
  return new Map(rows.map((row) => [row.lineNumber, row]));
}

/** The tax that the credit notes of an invoice printed. */
export function readCreditedTaxes(tx: Tx, invoiceId: number): Promise<PrintedTax[]> {
  return readByKey<PrintedTax>(
    tx,
    `select t.tax_id as "taxId", t.name, t.component, t.rate_millionths as "rateMillionths",
       t.base_minor as "baseMinor", t.tax_minor as "taxMinor"
     from invoice n join invoice_tax t on t.firm_id = n.firm_id and t.invoice_id = n.id
     where n.firm_id = $1 and n.credits_invoice_id = $2 and n.status = 'approved' order by n.id, t.place`,
    [tx.firmId, invoiceId],
  );
}

/** Net WIP of jobs; a job without any balance is not in it. */
export async function readNetWip(tx: Tx, jobIds: readonly number[]): Promise<Map<number, bigint>> {
  const rows = await tx.query<{ id: number; minor: bigint }>(
    `select job_id as id, wip_time_minor + wip_cost_minor + interim_minor as minor from job_balance
     where firm_id = $1 and job_id = any ($2)`,
    [tx.firmId, jobIds],
  );
  return new Map(rows.map(({ id, minor }) => [id, minor]));
}
