// Invoices and credit notes as rows: the header and who holds it. What one did to WIP stands in the ledger, with it as
// the cause.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { arrayOf, unnested, type Column, type Columns } from './columns.ts';
import { preparedByText, readByKey } from '../prepared.ts';

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

type ColumnType = 'int' | 'bigint' | 'date' | 'timestamptz' | 'text' | 'jsonb';

const columnOf: Readonly<Record<keyof InvoiceColumns, readonly [column: string, type: ColumnType]>> = {
  number: ['number', 'text'],
  clientId: ['client_id', 'int'],
  type: ['type', 'text'],
  basis: ['basis', 'text'],
  pricing: ['pricing', 'text'],
  status: ['status', 'text'],
  invoicedOn: ['invoiced_on', 'date'],
  dueOn: ['due_on', 'date'],
  cutOffOn: ['cut_off_on', 'date'],
  currency: ['currency', 'text'],
  totalMinor: ['total_minor', 'bigint'],
  taxMinor: ['tax_minor', 'bigint'],
  paidMinor: ['paid_minor', 'bigint'],
  reference: ['reference', 'text'],
  typeText: ['type_text', 'text'],
  origin: ['origin', 'text'],
  document: ['document', 'text'],
  creditsInvoiceId: ['credits_invoice_id', 'int'],
  seriesId: ['series_id', 'int'],
  seriesValue: ['series_value', 'bigint'],
  fingerprint: ['fingerprint', 'text'],
  taxMode: ['tax_mode', 'text'],
  periodFrom: ['period_from', 'date'],
  periodTo: ['period_to', 'date'],
  contactId: ['contact_id', 'int'],
  billTo: ['bill_to', 'text'],
  note: ['note', 'text'],
  templateId: ['template_id', 'int'],
  layout: ['layout', 'text'],
  creditedMinor: ['credited_minor', 'bigint'],
  createdBy: ['created_by', 'int'],
  createdAt: ['created_at', 'timestamptz'],
  approvedBy: ['approved_by', 'int'],
  approvedAt: ['approved_at', 'timestamptz'],
  sentAt: ['sent_at', 'timestamptz'],
  cancelledOn: ['cancelled_on', 'date'],
  cancelledBy: ['cancelled_by', 'int'],
  cancelledAt: ['cancelled_at', 'timestamptz'],
  cancelReason: ['cancel_reason', 'text'],
};

/** The columns of an Invoice, of a table called `i`. */
export const invoiceColumns = `i.id, i.version, i.outstanding_minor as "outstandingMinor", ${Object.entries(
  columnOf,
)
  .map(([name, [column]]) => `i.${column} as "${name}"`)
  .join(', ')}`;

/** What is written of a document: its columns, what its author decided, and what it is issued with (looks.ts). */
export type WrittenInvoice = InvoiceColumns & {
  /** Taken before; a document that does not say one gets the next. */
  readonly id?: number;
  /** JSON. */
  readonly content?: string;
  readonly lookId?: number;
  /** JSON. */
  readonly names?: string;
};

const writtenColumnOf: Readonly<Record<string, readonly [column: string, type: ColumnType]>> = {
  ...columnOf,
  id: ['id', 'int'],
  content: ['content', 'jsonb'],
  lookId: ['look_id', 'int'],
  names: ['names', 'jsonb'],
};

/** The columns that documents say, which have to be the same ones. */
function saidColumns(documents: readonly Partial<WrittenInvoice>[]): Columns<Partial<WrittenInvoice>> {
  const namesOf = (document: Partial<WrittenInvoice>) =>
    Object.entries(document).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const names = namesOf(documents[0]!);
  const isAlike = documents.every((one) => {
    const own = namesOf(one);
    return own.length === names.length && own.every((name) => names.includes(name));
  });
  if (!isAlike) throw new Error('documents that are written together say the same columns');
  return Object.fromEntries(
    names.map((name) => {
      const [column, type] = writtenColumnOf[name]!;
      return [column, [type, (row) => row[name as keyof WrittenInvoice]] as Column<Partial<WrittenInvoice>>];
    }),
  );
}

function selected(columns: Columns<never>, table: string): string[] {
  return Object.entries<readonly [string, unknown]>(columns).map(([column, [type]]) =>
    type === 'jsonb' ? `${table}.${column}::jsonb` : `${table}.${column}`,
  );
}

export async function insertInvoice(tx: Tx, invoice: WrittenInvoice): Promise<number> {
  return (await insertInvoices(tx, [invoice]))[0]!;
}

/** Ids for documents that are written later, ascending. */
export async function takeInvoiceIds(tx: Tx, count: number): Promise<number[]> {
  const rows = await tx.prepared<{ id: number }>(
    'take-invoice-ids',
    `select nextval('invoice_id_seq')::int as id from generate_series(1, $1::int)`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** Answers the ids in the order of the documents, ascending. */
export async function insertInvoices(tx: Tx, invoices: readonly WrittenInvoice[]): Promise<number[]> {
  if (invoices.length === 0) return [];
  const columns = saidColumns(invoices);
  const rows = await preparedByText<{ id: number }>(
    tx,
    `insert into invoice (firm_id, ${Object.keys(columns).join(', ')}) overriding system value
     select $1, ${selected(columns, 'n').join(', ')} from ${unnested(columns, 'n')} order by place_in_batch
     returning id`,
    [tx.firmId, ...Object.values(columns).map((column) => arrayOf(invoices, column))],
  );
  return rows.map(({ id }) => id);
}

/** Changes what is said, and makes a new version of the invoice. */
export function updateInvoice(tx: Tx, id: number, change: Partial<WrittenInvoice>): Promise<void> {
  return updateInvoices(tx, [{ id, change }]);
}

export type InvoiceChange = { readonly id: number; readonly change: Partial<WrittenInvoice> };

/** As updateInvoice, of many. */
export async function updateInvoices(tx: Tx, changes: readonly InvoiceChange[]): Promise<void> {
  if (changes.length === 0) return;
  const said = saidColumns(changes.map(({ change }) => change));
  const columns: Columns<InvoiceChange> = {
    id: ['int', ({ id }) => id],
    ...Object.fromEntries(
      Object.entries(said).map(([name, [type, valueOf]]) => [
        name,
        [type, ({ change }) => valueOf(change)] as Column<InvoiceChange>,
      ]),
    ),
  };
  const sets = Object.entries(said).map(
    ([name, [type]]) => `${name} = n.${name}${type === 'jsonb' ? '::jsonb' : ''}`,
  );
  await preparedByText(
    tx,
    `update invoice i set ${[...sets, 'version = i.version + 1'].join(', ')}
     from ${unnested(columns, 'n')} where i.firm_id = $1 and i.id = n.id`,
    [tx.firmId, ...Object.values(columns).map((column) => arrayOf(changes, column))],
  );
}

export async function readInvoices(tx: Tx, ids: readonly number[]): Promise<Map<number, Invoice>> {
  const rows = await readByKey<Invoice>(
    tx,
    `select ${invoiceColumns} from invoice i where i.firm_id = $1 and i.id = any ($2)`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Invoices held until the transaction ends, ascending, as they are then: before any job is locked. */
export async function holdInvoices(tx: Tx, ids: readonly number[]): Promise<Map<number, Invoice>> {
  const rows = await readByKey<Invoice>(
    tx,
    `select ${invoiceColumns} from invoice i where i.firm_id = $1 and i.id = any ($2)
     order by i.id for no key update`,
    [tx.firmId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
