// An invoice that is about to be changed: held until the transaction ends, and as whoever changes it believes it to be.

import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { holdInvoices, type Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';

/** A draft; a version is compared where one is given. */
export async function holdDraft(
  tx: Tx,
  seen: { readonly id: number; readonly version?: number | undefined },
): Promise<Result<Invoice>> {
  const invoice = (await holdInvoices(tx, [seen.id])).get(seen.id);
  if (invoice === undefined) return unknownInvoice(seen.id);
  if (invoice.status !== 'draft') return notADraft(invoice);
  if (seen.version === undefined || invoice.version === seen.version) return done(invoice);
  return refuse('staleVersion', 'Somebody changed the draft since it was read; look at it again.', {
    field: 'version',
    value: String(seen.version),
    accepted: String(invoice.version),
  });
}

export function unknownInvoice(id: number): Refused {
  return refuse('unknownInvoice', `This firm has no invoice with the id ${id}.`, {
    field: 'id',
    value: String(id),
  });
}

export function notADraft(invoice: Invoice): Refused {
  const value = invoice.number ?? String(invoice.id);
  return refuse('wrongState', whatBecameOf(invoice), { field: 'id', value, accepted: 'a draft' });
}

function whatBecameOf({ id, status, number }: Invoice): string {
  if (status === 'discarded') return `Draft ${id} was discarded.`;
  if (status === 'cancelled') return `Draft ${id} was approved as ${number}, which was cancelled.`;
  return `Draft ${id} was approved already, as ${number}.`;
}
