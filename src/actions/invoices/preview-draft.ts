// A saved draft composed on what stands now: just what approving it at this moment would post. Where it differs from what
// was saved, the draft's own fingerprint is another one.

import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { readInvoices } from '#store/billing/invoices.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { prepareAgain } from './approve-invoice.ts';
import { notADraft, unknownInvoice } from './held.ts';
import type { Prepared } from './prepare.ts';

export function previewDraft(context: Context, id: number): Promise<Result<Prepared>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.read');
    if (!permitted.ok) return permitted;
    const invoice = (await readInvoices(tx, [id])).get(id);
    if (invoice === undefined) return unknownInvoice(id);
    if (invoice.status !== 'draft') return notADraft(invoice);
    return prepareAgain(tx, context, invoice);
  });
}
