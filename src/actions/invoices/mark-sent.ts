// Marking a document as sent that went out by another way than mail from here. Said twice, the first day stands.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { holdInvoices, updateInvoice } from '#store/billing/invoices.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { unknownInvoice } from './held.ts';
import { keepInvoiceChange } from './kept-changes.ts';
import { shownOf, type ShownInvoice } from './read-invoices.ts';

export function markSent(context: Context, id: number): Promise<Result<ShownInvoice>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'documents.send');
    if (!permitted.ok) return permitted;
    const invoice = (await holdInvoices(tx, [id])).get(id);
    if (invoice === undefined) return unknownInvoice(id);
    if (invoice.status !== 'approved') {
      return refuse('wrongState', 'Only what is approved is sent.', {
        field: 'id',
        value: invoice.number ?? String(id),
        accepted: 'an approved document',
      });
    }
    if (invoice.sentAt === null) {
      const sentAt = context.clock();
      await updateInvoice(tx, id, { sentAt });
      await keepInvoiceChange(tx, context, invoice, { sentAt });
    }
    return done((await shownOf(tx, id))!);
  });
}
