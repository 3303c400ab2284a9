// A credit note as it is shown, and as something that pays.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { readAllocationsOf, type Allocation } from '#store/billing/allocations.ts';
import { readInvoiceDocument, type InvoiceDocument } from '#store/billing/documents.ts';
import type { Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import type { Context } from '../context.ts';
import { labelOf, type HeldSource } from '../payments/allocate.ts';
import { read } from '../request.ts';

export type CreditNote = InvoiceDocument & { readonly allocations: readonly Allocation[] };

export async function showCreditNote(tx: Tx, id: number): Promise<CreditNote | undefined> {
  const [document, allocations] = await Promise.all([
    readInvoiceDocument(tx, id),
    readAllocationsOf(tx, 'creditNote', id),
  ]);
  if (document?.invoice.document !== 'creditNote') return undefined;
  return { ...document, allocations };
}

export async function getCreditNote(context: Context, id: number): Promise<Result<CreditNote>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const found = await read(context, (tx) => showCreditNote(tx, id));
  return found === undefined ? unknownCreditNote(id) : done(found);
}

export function unknownCreditNote(id: number): Refused {
  return refuse('unknownInvoice', `This firm has no credit note with the id ${id}.`, {
    field: 'id',
    value: String(id),
    accepted: 'the id of a credit note of this firm',
  });
}

export function cancelledRefusal(creditNote: Invoice): Refused | null {
  if (creditNote.status === 'approved') return null;
  return refuse('wrongState', `${labelOf(creditNote)} was cancelled on ${creditNote.cancelledOn}.`, {
    field: 'id',
    value: String(creditNote.id),
    accepted: 'a credit note that stands',
  });
}

export function sourceOf({ id, clientId, currency, outstandingMinor, invoicedOn }: Invoice): HeldSource {
  return { kind: 'creditNote', id, clientId, currency, leftMinor: outstandingMinor, datedOn: invoicedOn };
}
