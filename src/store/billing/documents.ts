// A document whole, as it is shown and printed.

import type { Tx } from '../database.ts';
import { readInvoiceJobs, type StoredInvoiceJob } from './effects.ts';
import { readInvoiceLines, readInvoiceTax, type InvoiceTax, type StoredLine } from './invoice-lines.ts';
import { stateColumn, type InvoiceState } from './invoice-list.ts';
import { invoiceColumns, type Invoice } from './invoices.ts';

export type DocumentHead = Invoice & {
  readonly state: InvoiceState;
  readonly clientName: string | null;
  readonly contactName: string | null;
  readonly createdByName: string | null;
  readonly approvedByName: string | null;
  readonly cancelledByName: string | null;
  /** Of a credit note: the number of the invoice it credits. */
  readonly creditsNumber: string | null;
};

export type InvoiceDocument = {
  readonly invoice: DocumentHead;
  readonly lines: readonly StoredLine[];
  readonly jobs: readonly StoredInvoiceJob[];
  readonly taxes: readonly InvoiceTax[];
  /** The credit notes of an invoice, oldest first. */
  readonly creditNotes: readonly { readonly id: number; readonly number: string | null }[];
};

export async function readInvoiceDocument(tx: Tx, id: number): Promise<InvoiceDocument | undefined> {
  const [invoice, lines, jobs, taxes, creditNotes] = await Promise.all([
    readHead(tx, id),
    readInvoiceLines(tx, id),
    readInvoiceJobs(tx, id),
    readInvoiceTax(tx, id),
    tx.query<{ id: number; number: string | null }>(
      'select id, number from invoice where firm_id = $1 and credits_invoice_id = $2 order by id',
      [tx.firmId, id],
    ),
  ]);
  return invoice && { invoice, lines, jobs, taxes, creditNotes };
}

async function readHead(tx: Tx, id: number): Promise<DocumentHead | undefined> {
  const [row] = await tx.prepared<DocumentHead>(
    'document-head',
    `select ${invoiceColumns}, ${stateColumn}, c.name as "clientName", o.name as "contactName", ca.name as "createdByName",
       aa.name as "approvedByName", xa.name as "cancelledByName", n.number as "creditsNumber"
     from invoice i
     left join client c on c.firm_id = i.firm_id and c.id = i.client_id
     left join contact o on o.firm_id = i.firm_id and o.id = i.contact_id
     left join actor ca on ca.firm_id = i.firm_id and ca.id = i.created_by
     left join actor aa on aa.firm_id = i.firm_id and aa.id = i.approved_by
     left join actor xa on xa.firm_id = i.firm_id and xa.id = i.cancelled_by
     left join invoice n on n.firm_id = i.firm_id and n.id = i.credits_invoice_id
     where i.firm_id = $1 and i.id = $2`,
    [tx.firmId, id],
  );
  return row;
}
