// Cancelling an approved invoice: every line that still stands of it is reversed, on the invoice's own day where that is
// open, and its entries can be billed again with the value, the rate and the age they had. The number stays used.
//
// Locks: the invoice, then its jobs.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { firstOpenDay, undo } from '#core/wip/undo.ts';
import { readCreditNotes } from '#store/billing/credits.ts';
import { holdInvoices, updateInvoice, type Invoice } from '#store/billing/invoices.ts';
import { removeUnmatched } from '#store/billing/unmatched-invoices.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs, readCauseHistory, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import type { Context } from '../context.ts';
import { jobsOf, takenSinceRefusal } from '../credit-notes/taken-since.ts';
import { labelOf } from '../payments/allocate.ts';
import { write } from '../request.ts';
import { locksOfDocument } from '../work-date.ts';
import { unknownInvoice } from './held.ts';
import { shownOf, type ShownInvoice } from './read-invoices.ts';

export type CancelInvoiceCommand = { readonly id: number; readonly reason: string };

export async function cancelInvoice(
  context: Context,
  { id, reason }: CancelInvoiceCommand,
): Promise<Result<ShownInvoice>> {
  const permitted = requirePermission(context.principal, 'invoices.approve');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const invoice = (await holdInvoices(tx, [id])).get(id);
    if (invoice === undefined) return unknownInvoice(id);
    const cancelled = await cancelHeld(tx, context, invoice, reason);
    return cancelled.ok ? done((await shownOf(tx, id))!) : cancelled;
  });
}

/** For whoever holds the invoice, and asked for the permission. */
export async function cancelHeld(
  tx: Tx,
  context: Context,
  invoice: Invoice,
  reason: string,
): Promise<Result<null>> {
  const refused = stateRefusal(invoice) ?? (await settledRefusal(tx, invoice));
  if (refused !== null) return refused;
  const { actorId } = context.principal;
  const reversed = await reverseStanding(tx, invoice.id, actorId);
  if (!reversed.ok) return reversed;
  await updateInvoice(tx, invoice.id, {
    status: 'cancelled',
    cancelledOn: firstOpenDay(invoice.invoicedOn, locksOfDocument(invoice, await readLocks(tx))),
    cancelledBy: actorId,
    cancelledAt: context.clock(),
    cancelReason: reason,
  });
  await removeUnmatched(tx, invoice.id);
  return done(null);
}

function stateRefusal(invoice: Invoice): Refused | null {
  const { status, document, id } = invoice;
  if (status === 'approved' && document === 'invoice') return null;
  const label = labelOf(invoice);
  const detail =
    document === 'creditNote'
      ? `${label} is a credit note, which is cancelled as one.`
      : status === 'cancelled'
        ? `${label} was cancelled already, on ${invoice.cancelledOn}.`
        : `${label} is ${status}; only approved invoices are cancelled.`;
  return refuse('wrongState', detail, { field: 'id', value: String(id), accepted: 'an approved invoice' });
}

async function settledRefusal(tx: Tx, invoice: Invoice): Promise<Refused | null> {
  const [creditNote] = await readCreditNotes(tx, invoice.id);
  if (creditNote !== undefined) {
    return refuse(
      'allocationsPresent',
      `Credit note ${creditNote.number} credits the invoice; cancel that first.`,
      {
        field: 'id',
        value: String(creditNote.id),
        accepted: 'an invoice without credit notes',
      },
    );
  }
  if (invoice.paidMinor === 0n && invoice.creditedMinor === 0n) return null;
  const detail = `${labelOf(invoice)} is paid, in whole or in part; take that back first.`;
  return refuse('allocationsPresent', detail, {
    field: 'id',
    accepted: 'an invoice of which nothing is paid',
  });
}

/** Reverses what stands of an invoice that is held; nothing where it never had an effect. */
export async function reverseStanding(tx: Tx, invoiceId: number, actorId: number): Promise<Result<null>> {
  const cause = { kind: 'invoice', id: BigInt(invoiceId) } as const;
  await lockJobs(tx, jobsOf(await readCauseHistory(tx, cause)));
  const standing = await readCauseHistory(tx, cause);
  if (standing.length === 0) return done(null);
  const journals = undo(standing, await readLocks(tx));
  const refused = await takenSinceRefusal(tx, journals);
  if (refused !== null) return refused;
  await post(tx, { journals, actorId });
  return done(null);
}
