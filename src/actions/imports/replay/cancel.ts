// An invoice that was cancelled in the source after it had been imported: everything it did is reversed, on its own day
// where that is open, and what stood in for payments of it goes. Other payments are for a person to take back first.

import { readCreditNotes } from '#store/billing/credits.ts';
import { lowerStandIns, readPayments } from '#store/billing/imported-payments.ts';
import type { Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { reverseStanding } from '../../invoices/cancel-invoice.ts';
import type { ImportRun } from '../run.ts';
import { untouched } from './paid.ts';

/** Null when it was reversed, else why it was not. */
export async function cancelReplayed(
  tx: Tx,
  { author }: ImportRun,
  { id, paidMinor, creditedMinor }: Invoice,
): Promise<string | null> {
  const [creditNote] = await readCreditNotes(tx, id);
  if (creditNote !== undefined) {
    return `Credit note ${creditNote.number} credits it here; what it did here stays.`;
  }
  const standIns = untouched(await readPayments(tx, [id]));
  const standInMinor = standIns.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (paidMinor !== standInMinor || creditedMinor !== 0n) {
    return 'It is paid here, in whole or in part; what it did here stays.';
  }
  const reversed = await reverseStanding(tx, id, author.actorId);
  if (!reversed.ok) return `${reversed.refusals[0]!.detail} What it did here stays.`;
  const gone = standIns.map((payment) => ({ payment, amountMinor: 0n }));
  await lowerStandIns(tx, author, gone);
  return null;
}
