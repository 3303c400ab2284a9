// The lines of invoices and credit notes, as they are invoiced, ex tax; and their tax, as printed.

import type { Tx } from '../database.ts';

export type InvoiceLineKind = 'task' | 'cost' | 'quote' | 'deposit' | 'interim' | 'retention' | 'text';

export type InvoiceLine = {
  readonly kind: InvoiceLineKind;
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
  readonly quoteId?: number | null;
  readonly quoteLineId?: number | null;
  /** What it claims of the line of the quote; null: its amount. */
  readonly claimedMinor?: bigint | null;
  readonly interimId?: bigint | null;
  readonly staffId?: number | null;
  readonly taxId?: number | null;
  readonly taxMinor?: bigint;
  /** What the line is of: core/billing/composition.ts. */
  readonly lineKey?: string | null;
  /** Of a credit note: the line it credits, and where its work goes. */
  readonly creditsLineNumber?: number | null;
  readonly destination?: 'wip' | 'writtenOff' | null;
};

/** A line as it stands; numbers count from 1. */
export type StoredLine = Required<InvoiceLine> & { readonly lineNumber: number };

/** The tax of a document by tax and component. */
export type InvoiceTax = {
  readonly taxId: number;
  readonly name: string;
  readonly component: string;
  /** 150000 is 15 %. */
  readonly rateMillionths: number;
  readonly baseMinor: bigint;
  readonly taxMinor: bigint;
};

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
       rate_per_hour_minor, quantity_thousandths, unit_price_minor, amount_minor, billable, typed, quote_id,
       quote_line_id, interim_id, staff_id, tax_id, tax_minor, credits_line_number, destination, line_key,
       claimed_minor, line_number)
     select $1, $2, * from unnest($3::text[], $4::int[], $5::int[], $6::bigint[], $7::text[], $8::int[], $9::bigint[],
       $10::int[], $11::bigint[], $12::bigint[], $13::boolean[], $14::boolean[], $15::int[], $16::int[], $17::bigint[],
       $18::int[], $19::int[], $20::bigint[], $21::int[], $22::text[], $23::text[],
       $24::bigint[]) with ordinality`,
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
      lines.map((line) => line.quoteId ?? null),
      lines.map((line) => line.quoteLineId ?? null),
      lines.map((line) => line.interimId ?? null),
      lines.map((line) => line.staffId ?? null),
      lines.map((line) => line.taxId ?? null),
      lines.map((line) => line.taxMinor ?? 0n),
      lines.map((line) => line.creditsLineNumber ?? null),
      lines.map((line) => line.destination ?? null),
      lines.map((line) => line.lineKey ?? null),
      lines.map((line) => line.claimedMinor ?? null),
    ],
  );
}

export function readInvoiceLines(tx: Tx, invoiceId: number): Promise<StoredLine[]> {
  return tx.query<StoredLine>(
    `select line_number as "lineNumber", kind, job_id as "jobId", job_task_id as "jobTaskId",
       cost_entry_id as "costEntryId", description, minutes, rate_per_hour_minor as "ratePerHourMinor",
       quantity_thousandths as "quantityThousandths", unit_price_minor as "unitPriceMinor",
       amount_minor as "amountMinor", billable, typed, quote_id as "quoteId", quote_line_id as "quoteLineId",
       interim_id as "interimId", staff_id as "staffId", tax_id as "taxId", tax_minor as "taxMinor",
       credits_line_number as "creditsLineNumber", destination, line_key as "lineKey",
       claimed_minor as "claimedMinor"
     from invoice_line where firm_id = $1 and invoice_id = $2 order by line_number`,
    [tx.firmId, invoiceId],
  );
}

/** Writes the tax of a document, in the order in which it is printed, in the place of what it had. */
export async function replaceInvoiceTax(
  tx: Tx,
  invoiceId: number,
  taxes: readonly InvoiceTax[],
): Promise<void> {
  await tx.query('delete from invoice_tax where firm_id = $1 and invoice_id = $2', [tx.firmId, invoiceId]);
  if (taxes.length === 0) return;
  await tx.query(
    `insert into invoice_tax (firm_id, invoice_id, tax_id, name, component, rate_millionths, base_minor, tax_minor, place)
     select $1, $2, * from unnest($3::int[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::bigint[])
       with ordinality`,
    [
      tx.firmId,
      invoiceId,
      taxes.map((tax) => tax.taxId),
      taxes.map((tax) => tax.name),
      taxes.map((tax) => tax.component),
      taxes.map((tax) => tax.rateMillionths),
      taxes.map((tax) => tax.baseMinor),
      taxes.map((tax) => tax.taxMinor),
    ],
  );
}

export function readInvoiceTax(tx: Tx, invoiceId: number): Promise<InvoiceTax[]> {
  return tx.query<InvoiceTax>(
    `select tax_id as "taxId", name, component, rate_millionths as "rateMillionths", base_minor as "baseMinor",
       tax_minor as "taxMinor"
     from invoice_tax where firm_id = $1 and invoice_id = $2 order by place`,
    [tx.firmId, invoiceId],
  );
}
