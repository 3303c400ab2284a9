// Documents as they are printed, read and laid out; the PDF and the preview in the browser are made of these.

import type { DocumentData } from '#core/documents/data.ts';
import { layoutDocument } from '#core/documents/layout.ts';
import type { PrintedDocument } from '#core/documents/printed.ts';
import { requirePermission } from '#core/access/principal.ts';
import type { Permission } from '#core/access/permissions.ts';
import { done, refuse, type RefusalCode, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { readInvoiceData, readQuoteData, type DocumentRead } from '#store/billing/document-data.ts';
import type { Template } from '#store/billing/looks.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

/** Which document: an invoice or credit note, or a quote, by its id. */
export type DocumentAsked = { readonly document: 'invoice' | 'creditNote' | 'quote'; readonly id: number };

export type ReadyDocument = { readonly printed: PrintedDocument; readonly template: Template };

type Source = {
  readonly permission: Permission;
  readonly unknown: RefusalCode;
  readonly noun: string;
  read(tx: Tx, id: number): Promise<DocumentRead<DocumentData> | undefined>;
};

const invoices: Source = {
  permission: 'invoices.read',
  unknown: 'unknownInvoice',
  noun: 'invoice',
  read: readInvoiceData,
};

const sources: Readonly<Record<DocumentAsked['document'], Source>> = {
  invoice: invoices,
  creditNote: invoices,
  quote: { permission: 'quotes.read', unknown: 'unknownQuote', noun: 'quote', read: readQuoteData },
};

export async function readDocument(
  context: Context,
  { document, id }: DocumentAsked,
): Promise<Result<ReadyDocument>> {
  const source = sources[document];
  const permitted = requirePermission(context.principal, source.permission);
  if (!permitted.ok) return permitted;
  const found = await read(context, (tx) => source.read(tx, id));
  if (found === undefined) {
    return refuse(source.unknown, `There is no such ${source.noun}.`, { field: 'id', value: String(id) });
  }
  return done({ template: found.template, printed: layoutDocument(found.data, found.template) });
}
