// What moved between looking at an invoice and approving it.

import { refuse, refuseAll, type Refused } from '#core/refusal.ts';
import type { Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import type { Prepared } from './prepare.ts';

export const differencesMax = 20;

/** null when the invoice comes to just what the approver has seen. */
export async function movedRefusal(
  _tx: Tx,
  _invoice: Invoice,
  prepared: Prepared,
  seen: string,
): Promise<Refused | null> {
  if (prepared.fingerprint === seen) return null;
  return refuse('previewOutdated', 'The invoice has changed since it was seen; look at it again.', {
    field: 'fingerprint',
    value: seen,
    accepted: prepared.fingerprint,
  });
}
void refuseAll;
