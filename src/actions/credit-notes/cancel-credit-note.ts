// Cancelling a credit note: the invoice stands again as it did before, as far as its work is still there to be billed. Of
// several credit notes of an invoice the newest goes first, since each began from what the one before left.
//
// Locks: the invoice and the credit note, then the jobs of both.

import { requirePermission } from '#core/access/principal.ts';
import { journalsOfEffects } from '#core/billing/effects.ts';
import { restate } from '#core/billing/restate.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { reversalOf, type Journal } from '#core/ledger/journal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { firstOpenDay } from '#core/wip/undo.ts';
import { insertAllocations, readAllocationsOf, type Allocation } from '#store/billing/allocations.ts';
import { readCreditNotes, readStandingEffects } from '#store/billing/credits.ts';
import { readInvoiceJobs } from '#store/billing/effects.ts';
import { holdInvoices, readInvoices, updateInvoice, type Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { findLeftEmpty, lockJobs, readCauseHistory, readListed, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { labelOf } from '../payments/allocate.ts';
import { oppositeOf } from '../payments/take-back.ts';
import { write } from '../request.ts';
import { locksOfDocument } from '../work-date.ts';
import { cancelledRefusal, showCreditNote, unknownCreditNote, type CreditNote } from './credit-note.ts';
import { jobsOf, takenSinceRefusal } from './taken-since.ts';

export type CancelCreditNoteCommand = { readonly creditNoteId: number; readonly reason: string };

export async function cancelCreditNote(
  context: Context,
  { creditNoteId, reason }: CancelCreditNoteCommand,
): Promise<Result<CreditNote>> {
  const permitted = requirePermission(context.principal, 'invoices.approve');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const held = await holdBoth(tx, creditNoteId);
    if (!held.ok) return held;
    const { creditNote, invoice } = held.value;
    const allocations = (await readAllocationsOf(tx, 'creditNote', creditNoteId)).filter(
      (one) => one.standing,
    );
    const refused =
      cancelledRefusal(creditNote) ??
      (await laterRefusal(tx, creditNote, invoice)) ??
      elsewhereRefusal(allocations, invoice) ??
      (await untoldRefusal(tx, creditNote, invoice));
    if (refused !== null) return refused;

    await lockJobs(tx, await jobsOfBoth(tx, creditNote, invoice));
    const on = firstOpenDay(creditNote.invoicedOn, locksOfDocument(creditNote, await readLocks(tx)));
    const journals = await journalsBack(tx, { creditNote, invoice, on });
    const taken = await takenSinceRefusal(tx, journals);
    if (taken !== null) return taken;
    await postBack(tx, context, invoice, journals);
    await insertAllocations(
      tx,
      authorOf(context),
      allocations.map((one) => oppositeOf(one, on > one.allocatedOn ? on : one.allocatedOn)),
    );
    await updateInvoice(tx, creditNoteId, {
      status: 'cancelled',
      cancelledOn: on,
      cancelledBy: context.principal.actorId,
      cancelledAt: context.clock(),
      cancelReason: reason,
    });
    return done((await showCreditNote(tx, creditNoteId))!);
  });
}

type Both = { readonly creditNote: Invoice; readonly invoice: Invoice };

async function holdBoth(tx: Tx, creditNoteId: number): Promise<Result<Both>> {
  const found = (await readInvoices(tx, [creditNoteId])).get(creditNoteId);
  if (found === undefined || found.creditsInvoiceId === null) return unknownCreditNote(creditNoteId);
  const held = await holdInvoices(tx, [found.creditsInvoiceId, creditNoteId]);
  return done({ creditNote: held.get(creditNoteId)!, invoice: held.get(found.creditsInvoiceId)! });
}

async function laterRefusal(tx: Tx, creditNote: Invoice, invoice: Invoice): Promise<Refused | null> {
  const newest = (await readCreditNotes(tx, invoice.id)).at(-1);
  if (newest === undefined || newest.id === creditNote.id) return null;
  return refuse('wrongState', `Credit note ${newest.number} came later; cancel that first.`, {
    field: 'id',
    value: String(creditNote.id),
    accepted: 'the newest credit note of its invoice',
  });
}

/** What was set against its own invoice is taken back with it; money that went elsewhere is not. */
function elsewhereRefusal(allocations: readonly Allocation[], invoice: Invoice): Refused | null {
  const elsewhere = allocations.find(({ invoiceId }) => invoiceId !== invoice.id);
  if (elsewhere === undefined) return null;
  const where = elsewhere.invoiceId === null ? 'was paid back' : `pays invoice ${elsewhere.invoiceNumber}`;
  return refuse('allocationsPresent', `Some of the credit ${where}; take that back first.`, {
    field: 'id',
    value: String(elsewhere.id),
    accepted: 'a credit note that is set against its own invoice only',
  });
}

/** Of an invoice that was imported before its lines were told apart, nothing says what to bring back. */
async function untoldRefusal(tx: Tx, creditNote: Invoice, invoice: Invoice): Promise<Refused | null> {
  if (invoice.origin === 'composed') return null;
  const moved = await readInvoiceJobs(tx, creditNote.id);
  if (moved.length === 0 || (await wantedJournals(tx, creditNote, invoice)).length > 0) return null;
  const detail = `${labelOf(invoice)} was imported as a whole; what it did to WIP cannot be brought back from its credit note.`;
  return refuse('notReversible', detail, { field: 'id', accepted: 'a credit note of an invoice made here' });
}

const causeOf = ({ id }: Invoice) => ({ kind: 'invoice', id: BigInt(id) }) as const;

/** The jobs of what stood before the credit note are among those of its own journals and of what stands. */
async function jobsOfBoth(tx: Tx, creditNote: Invoice, invoice: Invoice): Promise<number[]> {
  const [own, standing, before] = await Promise.all([
    readCauseHistory(tx, causeOf(creditNote)),
    readCauseHistory(tx, causeOf(invoice)),
    wantedJournals(tx, creditNote, invoice),
  ]);
  return jobsOf([...own, ...standing, ...before]);
}

/** The journals of what stood before the credit note. */
async function wantedJournals(tx: Tx, creditNote: Invoice, invoice: Invoice): Promise<Journal[]> {
  const earlier = (await readCreditNotes(tx, invoice.id)).filter(({ id }) => id !== creditNote.id);
  const effects = await readStandingEffects(tx, invoice.id, earlier);
  return journalsOfEffects(effects, invoice.invoicedOn, causeOf(invoice));
}

async function journalsBack(
  tx: Tx,
  { creditNote, invoice, on }: Both & { readonly on: CivilDate },
): Promise<Journal[]> {
  const [writtenOff, standing, wanted] = await Promise.all([
    readCauseHistory(tx, causeOf(creditNote)),
    readCauseHistory(tx, causeOf(invoice)),
    wantedJournals(tx, creditNote, invoice),
  ]);
  const undone = writtenOff.map((journal) => reversalOf(journal, on));
  return [...undone, ...restate(standing, wanted, on, causeOf(creditNote)).journals];
}

/** The jobs of a final invoice leave the WIP manager again if nothing is open on them. */
async function postBack(
  tx: Tx,
  context: Context,
  invoice: Invoice,
  journals: readonly Journal[],
): Promise<void> {
  if (journals.length === 0) return;
  const jobIds = jobsOf(journals);
  const listed = new Set(await readListed(tx, jobIds));
  const leaving = invoice.type === 'final' ? jobIds : jobIds.filter((jobId) => !listed.has(jobId));
  const unlist = await findLeftEmpty(tx, leaving, journals);
  await post(tx, { journals, actorId: context.principal.actorId, unlist });
}
