// What is left of a credit note: set against other invoices of the client, or paid back.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { holdInvoices, readInvoices, type Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import type { Context } from '../context.ts';
import {
  allocateFrom,
  holdPayable,
  refundFrom,
  type AllocationTerms,
  type RefundTerms,
} from '../payments/allocate.ts';
import { write } from '../request.ts';
import {
  cancelledRefusal,
  showCreditNote,
  sourceOf,
  unknownCreditNote,
  type CreditNote,
} from './credit-note.ts';

export type AllocateCreditNoteCommand = AllocationTerms & { readonly creditNoteId: number };

export function allocateCreditNote(
  context: Context,
  command: AllocateCreditNoteCommand,
): Promise<Result<CreditNote>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'payments.record');
    if (!permitted.ok) return permitted;
    const { creditNoteId } = command;
    const found = (await readInvoices(tx, [creditNoteId])).get(creditNoteId);
    if (found?.document !== 'creditNote') return unknownCreditNote(creditNoteId);
    const held = await holdPayable(tx, command, found, creditNoteId);
    const creditNote = held.get(creditNoteId)!;
    const refused = cancelledRefusal(creditNote);
    if (refused !== null) return refused;
    const allocated = await allocateFrom(tx, context, { source: sourceOf(creditNote), held, terms: command });
    if (!allocated.ok) return allocated;
    if (allocated.value.length === 0) {
      return refuse('nothingToDo', 'Nothing is left of the credit note, or nothing is outstanding.');
    }
    return done((await showCreditNote(tx, creditNoteId))!);
  });
}

export type RefundCreditNoteCommand = RefundTerms & { readonly creditNoteId: number };

export function refundCreditNote(
  context: Context,
  command: RefundCreditNoteCommand,
): Promise<Result<CreditNote>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'payments.record');
    if (!permitted.ok) return permitted;
    const creditNote = await holdStanding(tx, command.creditNoteId);
    if (!creditNote.ok) return creditNote;
    const refunded = await refundFrom(tx, context, sourceOf(creditNote.value), command);
    return refunded.ok ? done((await showCreditNote(tx, command.creditNoteId))!) : refunded;
  });
}

async function holdStanding(tx: Tx, id: number): Promise<Result<Invoice>> {
  const creditNote = (await holdInvoices(tx, [id])).get(id);
  if (creditNote?.document !== 'creditNote') return unknownCreditNote(id);
  return cancelledRefusal(creditNote) ?? done(creditNote);
}
