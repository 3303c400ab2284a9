// An invoice that was cancelled in the source after it had been imported: everything it did is reversed, on its own day
// where that is open.

import { readCreditNotes } from '#store/billing/credits.ts';
import type { Tx } from '#store/database.ts';
import { reverseStanding } from '../../invoices/cancel-invoice.ts';
import type { ImportRun } from '../run.ts';

/** Null when it was reversed, else why it was not. */
export async function cancelReplayed(tx: Tx, run: ImportRun, invoiceId: number): Promise<string | null> {
  const [creditNote] = await readCreditNotes(tx, invoiceId);
  if (creditNote !== undefined) {
    return `Credit note ${creditNote.number} credits it here; what it did here stays.`;
  }
  const reversed = await reverseStanding(tx, invoiceId, run.author.actorId);
  return reversed.ok ? null : `${reversed.refusals[0]!.detail} What it did here stays.`;
}
