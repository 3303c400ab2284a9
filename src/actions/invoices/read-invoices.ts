// Reading invoices and credit notes.

import { requirePermission } from '#core/access/principal.ts';
import { today } from '#core/calendar/civil-date.ts';
import { done, type Result } from '#core/refusal.ts';
import { readInvoiceDocument, type InvoiceDocument } from '#store/billing/documents.ts';
import { readDraftContent } from '#store/billing/drafts.ts';
import * as store from '#store/billing/invoice-list.ts';
import type { Tx } from '#store/database.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { contentFromJson, type InvoiceContent } from './content.ts';
import { unknownInvoice } from './held.ts';

export type { InvoiceCount, ListedInvoice } from '#store/billing/invoice-list.ts';

/** A document with what its author decided; null of what was not made here, and of credit notes. */
export type ShownInvoice = InvoiceDocument & { readonly content: InvoiceContent | null };

export function readInvoice(context: Context, id: number): Promise<Result<ShownInvoice>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.read');
    if (!permitted.ok) return permitted;
    const shown = await shownOf(tx, id);
    return shown === undefined ? unknownInvoice(id) : done(shown);
  });
}

export async function shownOf(tx: Tx, id: number): Promise<ShownInvoice | undefined> {
  const [document, json] = await Promise.all([readInvoiceDocument(tx, id), readDraftContent(tx, id)]);
  if (document === undefined) return undefined;
  const hasContent = json !== null && document.invoice.document === 'invoice';
  return { ...document, content: hasContent ? contentFromJson(json) : null };
}

/** Newest first. */
export function listInvoices(
  context: Context,
  filter: store.InvoiceFilter,
  page: { readonly after: store.InvoicePosition | null; readonly limit: number },
): Promise<Result<store.ListedInvoice[]>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.read');
    if (!permitted.ok) return permitted;
    const { timeZone } = await readRecordingSettings(tx);
    return done(await store.listInvoices(tx, filter, { ...page, today: today(context.clock(), timeZone) }));
  });
}

/** How many there are in each state, as at today. */
export function countInvoices(
  context: Context,
  filter: Pick<store.InvoiceFilter, 'clientId'>,
): Promise<Result<store.InvoiceCount[]>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.read');
    if (!permitted.ok) return permitted;
    const { timeZone } = await readRecordingSettings(tx);
    return done(await store.countInvoices(tx, filter, today(context.clock(), timeZone)));
  });
}
