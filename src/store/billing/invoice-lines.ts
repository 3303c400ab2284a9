// The lines of invoices and credit notes, as they are invoiced, ex tax; and their tax, as printed.

import type { Tx } from '../database.ts';
import { insertRows, type Columns } from './columns.ts';

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

export type LinesOfDocument = { readonly invoiceId: number; readonly lines: readonly InvoiceLine[] };

type LineRow = InvoiceLine & { readonly invoiceId: number; readonly lineNumber: number };

const lineColumns: Columns<LineRow> = {
  invoice_id: ['int', (row) => row.invoiceId],
  line_number: ['int', (row) => row.lineNumber],
  kind: ['word', (row) => row.kind],
  job_id: ['int', (row) => row.jobId],
  job_task_id: ['int', (row) => row.jobTaskId],
  cost_entry_id: ['bigint', (row) => row.costEntryId],
  description: ['text', (row) => row.description],
  minutes: ['int', (row) => row.minutes],
  rate_per_hour_minor: ['bigint', (row) => row.ratePerHourMinor],
  quantity_thousandths: ['int', (row) => row.quantityThousandths],
  unit_price_minor: ['bigint', (row) => row.unitPriceMinor],
  amount_minor: ['bigint', (row) => row.amountMinor],
  billable: ['boolean', (row) => row.billable],
  typed: ['boolean', (row) => row.typed],
  quote_id: ['int', (row) => row.quoteId ?? null],
  quote_line_id: ['int', (row) => row.quoteLineId ?? null],
  interim_id: ['bigint', (row) => row.interimId ?? null],
  staff_id: ['int', (row) => row.staffId ?? null],
  tax_id: ['int', (row) => row.taxId ?? null],
  tax_minor: ['bigint', (row) => row.taxMinor ?? 0n],
  credits_line_number: ['int', (row) => row.creditsLineNumber ?? null],
  destination: ['text', (row) => row.destination ?? null],
  line_key: ['text', (row) => row.lineKey ?? null],
  claimed_minor: ['bigint', (row) => row.claimedMinor ?? null],
};

/** Writes the lines of an invoice in the place of those it had. */
export async function replaceInvoiceLines(
  tx: Tx,
  invoiceId: number,
  lines: readonly InvoiceLine[],
): Promise<void> {
  await tx.query('delete from invoice_line where firm_id = $1 and invoice_id = $2', [tx.firmId, invoiceId]);
  await insertInvoiceLines(tx, [{ invoiceId, lines }]);
}

/** Takes the lines and the tax of documents away, for others in their place. */
export async function removeInvoiceLines(tx: Tx, invoiceIds: readonly number[]): Promise<void> {
  const params = [tx.firmId, invoiceIds];
  await Promise.all([
    tx.prepared(
      'remove-lines',
      'delete from invoice_line where firm_id = $1 and invoice_id = any ($2)',
      params,
    ),
    tx.prepared('remove-tax', 'delete from invoice_tax where firm_id = $1 and invoice_id = any ($2)', params),
  ]);
}

/** Writes the lines of documents that have none. */
export function insertInvoiceLines(tx: Tx, documents: readonly LinesOfDocument[]): Promise<void> {
  const rows = documents.flatMap(({ invoiceId, lines }) =>
    lines.map((line, place): LineRow => ({ ...line, invoiceId, lineNumber: place + 1 })),
  );
  return insertRows(tx, 'invoice_line', lineColumns, rows);
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

export type TaxOfDocument = { readonly invoiceId: number; readonly taxes: readonly InvoiceTax[] };

type TaxRow = InvoiceTax & { readonly invoiceId: number; readonly place: number };

const taxColumns: Columns<TaxRow> = {
  invoice_id: ['int', (row) => row.invoiceId],
  place: ['smallint', (row) => row.place],
  tax_id: ['int', (row) => row.taxId],
  name: ['text', (row) => row.name],
  component: ['text', (row) => row.component],
  rate_millionths: ['int', (row) => row.rateMillionths],
  base_minor: ['bigint', (row) => row.baseMinor],
  tax_minor: ['bigint', (row) => row.taxMinor],
};

/** Writes the tax of a document, in the order in which it is printed, in the place of what it had. */
export async function replaceInvoiceTax(
  tx: Tx,
  invoiceId: number,
  taxes: readonly InvoiceTax[],
): Promise<void> {
  await tx.query('delete from invoice_tax where firm_id = $1 and invoice_id = $2', [tx.firmId, invoiceId]);
  await insertInvoiceTax(tx, [{ invoiceId, taxes }]);
}

/** Writes the tax of documents that have none yet. */
export function insertInvoiceTax(tx: Tx, documents: readonly TaxOfDocument[]): Promise<void> {
  const rows = documents.flatMap(({ invoiceId, taxes }) =>
    taxes.map((tax, place): TaxRow => ({ ...tax, invoiceId, place: place + 1 })),
  );
  return insertRows(tx, 'invoice_tax', taxColumns, rows);
}

export function readInvoiceTax(tx: Tx, invoiceId: number): Promise<InvoiceTax[]> {
  return tx.query<InvoiceTax>(
    `select tax_id as "taxId", name, component, rate_millionths as "rateMillionths", base_minor as "baseMinor",
       tax_minor as "taxMinor"
     from invoice_tax where firm_id = $1 and invoice_id = $2 order by place`,
    [tx.firmId, invoiceId],
  );
}
