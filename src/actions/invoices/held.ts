// An invoice that is about to be changed: held until the transaction ends, and as whoever changes it believes it to be.

import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { holdInvoices, type Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';

type Seen = { readonly id: number; readonly version?: number | undefined };

/** A draft; a version is compared where one is given. */
export async function holdDraft(tx: Tx, seen: Seen): Promise<Result<Invoice>> {
  return (await holdDrafts(tx, [seen]))[0]!;
}

/** As holdDraft, of many; one that is named again is refused. */
export async function holdDrafts(tx: Tx, drafts: readonly Seen[]): Promise<Result<Invoice>[]> {
  const ids = drafts.map(({ id }) => id);
  const held = await holdInvoices(tx, ids);
  return drafts.map((seen, place) =>
    ids.indexOf(seen.id) === place
      ? asSeen(held.get(seen.id), seen)
      : refuse('duplicate', `Draft ${seen.id} is named twice.`, { field: 'id', value: String(seen.id) }),
  );
}

function asSeen(invoice: Invoice | undefined, { id, version }: Seen): Result<Invoice> {
  if (invoice === undefined) return unknownInvoice(id);
  if (invoice.status !== 'draft') return notADraft(invoice);
  if (version === undefined || invoice.version === version) return done(invoice);
  return refuse('staleVersion', 'Somebody changed the draft since it was read; look at it again.', {
    field: 'version',
    value: String(version),
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
