// Invoices and credit notes as rows: the header and who holds it. What one did to WIP stands in the ledger, with it as
// the cause.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';

export type InvoiceType = 'progress' | 'final';
export type InvoiceBasis = 'actual' | 'quoted' | 'deposit' | 'miscellaneous';
export type InvoiceStatus = 'draft' | 'approved' | 'cancelled' | 'discarded';
export type DocumentKind = 'invoice' | 'creditNote';
export type TaxMode = 'exclusive' | 'inclusive' | 'none';
export type DocumentLayout = 'task' | 'staff' | 'entry' | 'job' | 'summary' | 'progressClaim';

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

/** What only documents made here have. */
type ComposedColumns = {
  readonly document: DocumentKind;
  /** Of a credit note: the invoice it credits. */
  readonly creditsInvoiceId: number | null;
  readonly seriesId: number | null;
  readonly seriesValue: bigint | null;
  /** Of what the invoice comes to: core/billing/fingerprint.ts. */
  readonly fingerprint: string | null;
  readonly taxMode: TaxMode;
  readonly periodFrom: CivilDate | null;
  readonly periodTo: CivilDate | null;
  readonly contactId: number | null;
  /** The recipient as printed; null until approval. */
  readonly billTo: string | null;
  readonly note: string | null;
  readonly templateId: number | null;
  readonly layout: DocumentLayout | null;
  /** Tax included; of a credit note, what of it was set against invoices or paid back. */
  readonly creditedMinor: bigint;
  readonly createdBy: number | null;
  readonly createdAt: string | null;
  readonly approvedBy: number | null;
  readonly approvedAt: string | null;
  readonly sentAt: string | null;
  readonly cancelledOn: CivilDate | null;
  readonly cancelledBy: number | null;
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
};

/** A column that is not said is as the table has it. */
export type InvoiceColumns = NewInvoice & Partial<ComposedColumns>;

export type Invoice = NewInvoice &
  ComposedColumns & {
    readonly id: number;
    readonly version: number;
    /** Tax included; 0 of what is not approved. */
    readonly outstandingMinor: bigint;
  };

const columnOf: Readonly<Record<keyof InvoiceColumns, string>> = {
  number: 'number',
  clientId: 'client_id',
  type: 'type',
  basis: 'basis',
  pricing: 'pricing',
  status: 'status',
  invoicedOn: 'invoiced_on',
  dueOn: 'due_on',
  cutOffOn: 'cut_off_on',
  currency: 'currency',
  totalMinor: 'total_minor',
  taxMinor: 'tax_minor',
  paidMinor: 'paid_minor',
  reference: 'reference',
  typeText: 'type_text',
  origin: 'origin',
  document: 'document',
  creditsInvoiceId: 'credits_invoice_id',
  seriesId: 'series_id',
  seriesValue: 'series_value',
  fingerprint: 'fingerprint',
  taxMode: 'tax_mode',
  periodFrom: 'period_from',
  periodTo: 'period_to',
  contactId: 'contact_id',
  billTo: 'bill_to',
  note: 'note',
  templateId: 'template_id',
  layout: 'layout',
  creditedMinor: 'credited_minor',
  createdBy: 'created_by',
  createdAt: 'created_at',
  approvedBy: 'approved_by',
  approvedAt: 'approved_at',
  sentAt: 'sent_at',
  cancelledOn: 'cancelled_on',
  cancelledBy: 'cancelled_by',
  cancelledAt: 'cancelled_at',
  cancelReason: 'cancel_reason',
};

/** The columns of an Invoice, of a table called `i`. */
export const invoiceColumns = `i.id, i.version, i.outstanding_minor as "outstandingMinor", ${Object.entries(
  columnOf,
)
  .map(([name, column]) => `i.${column} as "${name}"`)
  .join(', ')}`;

function saidColumns(columns: Partial<InvoiceColumns>): { names: string[]; values: unknown[] } {
  const said = Object.entries(columns).filter(([, value]) => value !== undefined);
  return {
    names: said.map(([name]) => columnOf[name as keyof InvoiceColumns]),
    values: said.map(([, value]) => value),
  };
}

export async function insertInvoice(tx: Tx, invoice: InvoiceColumns): Promise<number> {
  const { names, values } = saidColumns(invoice);
  const [row] = await tx.query<{ id: number }>(
    `insert into invoice (firm_id, ${names.join(', ')})
     values ($1, ${names.map((_, place) => `$${place + 2}`).join(', ')}) returning id`,
    [tx.firmId, ...values],
  );
  return row!.id;
}

/** Changes what is said, and makes a new version of the invoice. */
export async function updateInvoice(tx: Tx, id: number, change: Partial<InvoiceColumns>): Promise<void> {
  const { names, values } = saidColumns(change);
  await tx.query(
    `update invoice set ${[...names.map((name, place) => `${name} = $${place + 3}`), 'version = version + 1'].join(', ')}
     where firm_id = $1 and id = $2`,
    [tx.firmId, id, ...values],
  );
}

export async function readInvoices(tx: Tx, ids: readonly number[]): Promise<Map<number, Invoice>> {
  const rows = await tx.query<Invoice>(
    `select ${invoiceColumns} from invoice i where i.firm_id = $1 and i.id = any ($2)`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Invoices held until the transaction ends, ascending, as they are then: before any job is locked. */
export async function holdInvoices(tx: Tx, ids: readonly number[]): Promise<Map<number, Invoice>> {
  const rows = await tx.query<Invoice>(
    `select ${invoiceColumns} from invoice i where i.firm_id = $1 and i.id = any ($2)
     order by i.id for no key update`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
