// Crediting an approved invoice, whole or in part: a document of its own, numbered, that takes what stands of the invoice
// in the ledger to what is left of it, and is set against what is outstanding of the invoice. What is over stays the
// client's credit, to allocate or to pay back.
//
// Locks: the invoice, its jobs, the number series.

import { isWithinWriteOffLimit, requirePermission } from '#core/access/principal.ts';
import type { Effect } from '#core/billing/effects.ts';
import { formatMinor } from '#core/money/money.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { insertAllocations } from '#store/billing/allocations.ts';
import { readCreditNotes, readStandingEffects } from '#store/billing/credits.ts';
import { replaceEffects, replaceInvoiceJobs, type InvoiceJob } from '#store/billing/effects.ts';
import { replaceInvoiceLines, replaceInvoiceTax, type InvoiceLine } from '#store/billing/invoice-lines.ts';
import { holdInvoices, insertInvoice, readInvoices, updateInvoice } from '#store/billing/invoices.ts';
import { keepInvoiceLooks } from '#store/billing/looks.ts';
import { takeNumber } from '#store/billing/series.ts';
import type { Tx } from '#store/database.ts';
import { findLeftEmpty, lockJobs, readCauseHistory, readListed } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { insertInterims } from '#store/work/interims.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { unknownInvoice } from '../invoices/held.ts';
import { withItemIds, type TakenIds } from '../item-ids.ts';
import { read, write } from '../request.ts';
import {
  creditableRefusal,
  ledgerChangeOf,
  prepareCredit,
  type CreditTerms,
  type LedgerChange,
  type PreparedCredit,
  type PreparedLine,
} from './prepare.ts';
import { showCreditNote, type CreditNote } from './credit-note.ts';
import { jobsOf, takenSinceRefusal } from './taken-since.ts';

export type CreditCommand = CreditTerms & {
  readonly reason: string;
  readonly seriesId?: number | null | undefined;
  /** Of the preview; not said: whatever it comes to. */
  readonly fingerprint?: string | undefined;
};

export type CreditPreview = PreparedCredit & { readonly jobs: readonly InvoiceJob[] };

/** What a credit note would come to; nothing is kept. */
export async function previewCredit(context: Context, terms: CreditTerms): Promise<Result<CreditPreview>> {
  const permitted = requirePermission(context.principal, 'invoices.approve');
  if (!permitted.ok) return permitted;
  return context.database.inFirm(context.principal.firmId, async (tx) => {
    const invoice = (await readInvoices(tx, [terms.invoiceId])).get(terms.invoiceId);
    if (invoice === undefined) return unknownInvoice(terms.invoiceId);
    const refused = creditableRefusal(invoice);
    if (refused !== null) return refused;
    const prepared = await prepareCredit(tx, context, invoice, terms);
    if (!prepared.ok) return prepared;
    let nextId = 0n;
    const remaining = prepared.value.credited.remaining.map((effect) => withId(effect, () => (nextId -= 1n)));
    const { journals, jobs } = await ledgerChangeOf(tx, prepared.value, remaining, 0);
    const taken = await takenSinceRefusal(tx, journals);
    return taken ?? done({ ...prepared.value, jobs });
  });
}

export async function creditInvoice(context: Context, command: CreditCommand): Promise<Result<CreditNote>> {
  const permitted = requirePermission(context.principal, 'invoices.approve');
  if (!permitted.ok) return permitted;
  const { invoiceId } = command;
  const expected = await countInterims(context, invoiceId);
  return withItemIds(context.database, expected, (itemIds) =>
    write(context, async (tx) => {
      const invoice = (await holdInvoices(tx, [invoiceId])).get(invoiceId);
      if (invoice === undefined) return unknownInvoice(invoiceId);
      const uncreditable = creditableRefusal(invoice);
      if (uncreditable !== null) return uncreditable;
      await lockJobs(tx, jobsOf(await readCauseHistory(tx, { kind: 'invoice', id: BigInt(invoiceId) })));
      const prepared = await prepareCredit(tx, context, invoice, command);
      if (!prepared.ok) return prepared;
      const refused =
        seenRefusal(prepared.value, command.fingerprint) ?? limitRefusal(context, prepared.value);
      if (refused !== null) return refused;
      return postCredit(tx, context, command, { prepared: prepared.value, itemIds });
    }),
  );
}

/** How many interims stand of the invoice: each may be raised anew, as what is left of it. */
async function countInterims(context: Context, invoiceId: number): Promise<number> {
  const effects = await read(context, async (tx) =>
    readStandingEffects(tx, invoiceId, await readCreditNotes(tx, invoiceId)),
  );
  return effects.filter((effect) => effect.kind === 'interimRaised').length;
}

function withId(effect: Effect, nextId: () => bigint): Effect {
  return effect.kind === 'interimRaised' && effect.itemId === null ? { ...effect, itemId: nextId() } : effect;
}

function seenRefusal({ fingerprint }: PreparedCredit, seen: string | undefined): Refused | null {
  if (seen === undefined || seen === fingerprint) return null;
  return refuse(
    'previewOutdated',
    'The invoice, or what is left of it, has changed since the preview; look at it again.',
    {
      field: 'fingerprint',
      value: seen,
      accepted: fingerprint,
    },
  );
}

/** What is written off instead of being billed counts against the limit of whoever credits. */
function limitRefusal({ principal }: Context, { credited, invoice }: PreparedCredit): Refused | null {
  const offMinor = credited.writtenOff.reduce((sum, effect) => sum + effect.writtenOffMinor, 0n);
  if (isWithinWriteOffLimit(principal, offMinor)) return null;
  return refuse('limitExceeded', 'The credit note writes off more than your limit allows.', {
    value: formatMinor(offMinor, invoice.currency),
    accepted: `up to ${formatMinor(principal.writeOffLimitMinor!, invoice.currency)} in one action`,
  });
}

type ToPost = { readonly prepared: PreparedCredit; readonly itemIds: TakenIds };

async function postCredit(
  tx: Tx,
  context: Context,
  command: CreditCommand,
  { prepared, itemIds }: ToPost,
): Promise<Result<CreditNote>> {
  const wanted = prepared.credited.remaining;
  const anew = wanted.filter((effect) => effect.kind === 'interimRaised' && effect.itemId === null);
  const ids = itemIds.first(anew.length).values();
  const remaining = wanted.map((effect) => withId(effect, () => ids.next().value!));
  const id = await insertCreditNote(tx, context, command, prepared);
  const change = await ledgerChangeOf(tx, prepared, remaining, id);
  const taken = await takenSinceRefusal(tx, change.journals);
  if (taken !== null) return taken;
  await insertRaisedAnew(tx, prepared, remaining);
  await postChange(tx, context, change);
  await saveContent(tx, id, prepared, { remaining, jobs: change.jobs });

  await keepInvoiceLooks(tx, [id]);
  const number = await takeNumber(tx, 'creditNote', command.seriesId ?? null);
  if (number === undefined) return unknownSeries(command.seriesId ?? null);
  await updateInvoice(tx, id, {
    status: 'approved',
    number: number.number,
    seriesId: number.seriesId,
    seriesValue: number.value,
    approvedBy: context.principal.actorId,
    approvedAt: context.clock(),
  });
  await setAgainstInvoice(tx, context, id, prepared);
  return done((await showCreditNote(tx, id))!);
}

function unknownSeries(seriesId: number | null): Refused {
  return refuse('unknownSeries', 'There is no such number series for credit notes, or none is the default.', {
    field: 'seriesId',
    value: seriesId === null ? '' : String(seriesId),
    accepted: 'a series for credit notes that is not archived',
  });
}

async function insertCreditNote(
  tx: Tx,
  context: Context,
  { reason }: CreditCommand,
  { invoice, creditedOn, totalMinor, taxMinor, fingerprint }: PreparedCredit,
): Promise<number> {
  const {
    clientId,
    type,
    basis,
    pricing,
    currency,
    reference,
    taxMode,
    contactId,
    billTo,
    templateId,
    layout,
  } = invoice;
  return insertInvoice(tx, {
    document: 'creditNote',
    creditsInvoiceId: invoice.id,
    number: null,
    status: 'draft',
    origin: 'composed',
    clientId,
    type,
    basis,
    pricing,
    currency,
    reference,
    taxMode,
    contactId,
    billTo,
    templateId,
    layout,
    invoicedOn: creditedOn,
    dueOn: null,
    cutOffOn: null,
    totalMinor,
    taxMinor,
    fingerprint,
    paidMinor: 0n,
    typeText: null,
    note: reason,
    createdBy: context.principal.actorId,
    createdAt: context.clock(),
  });
}

async function insertRaisedAnew(
  tx: Tx,
  { invoice, credited }: PreparedCredit,
  remaining: readonly Effect[],
): Promise<void> {
  const anew = remaining.flatMap((effect, index) => {
    const before = credited.remaining[index]!;
    if (effect.kind !== 'interimRaised' || before.kind !== 'interimRaised' || before.itemId !== null)
      return [];
    const { itemId, jobId, amountMinor, description } = effect;
    return [{ id: itemId!, jobId, raisedOn: invoice.invoicedOn, amountMinor, description }];
  });
  if (anew.length > 0) await insertInterims(tx, anew);
}

/** A job that had left the WIP manager returns only with something open on it. */
async function postChange(tx: Tx, context: Context, { journals }: LedgerChange): Promise<void> {
  if (journals.length === 0) return;
  const jobIds = jobsOf(journals);
  const listed = new Set(await readListed(tx, jobIds));
  const leaving = jobIds.filter((jobId) => !listed.has(jobId));
  const unlist = await findLeftEmpty(tx, leaving, journals);
  await post(tx, { journals, actorId: context.principal.actorId, unlist });
}

type Content = { readonly remaining: readonly Effect[]; readonly jobs: readonly InvoiceJob[] };

async function saveContent(
  tx: Tx,
  creditNoteId: number,
  { invoice, lines, taxes }: PreparedCredit,
  { remaining, jobs }: Content,
): Promise<void> {
  const keys = remaining.flatMap(({ lineKey }) => lineKey ?? []);
  const lineNumbers = new Map(keys.map((key) => [key, Number(key)]));
  const { invoicedOn: on } = invoice;
  await replaceInvoiceLines(tx, creditNoteId, lines.map(creditLineOf));
  await replaceInvoiceTax(tx, creditNoteId, taxes);
  await replaceEffects(tx, { invoiceId: creditNoteId, on, effects: remaining, lineNumbers });
  await replaceInvoiceJobs(tx, creditNoteId, jobs);
}

/** As the invoice has it; of a part, the amount stands alone. */
function creditLineOf({ line, amountMinor, taxMinor, destination, isWholeLine }: PreparedLine): InvoiceLine {
  const { lineNumber, ...invoiced } = line;
  const credit = { ...invoiced, amountMinor, taxMinor, destination, creditsLineNumber: lineNumber };
  if (isWholeLine) return credit;
  const alone = { minutes: null, ratePerHourMinor: null, quantityThousandths: null, unitPriceMinor: null };
  return { ...credit, ...alone };
}

async function setAgainstInvoice(
  tx: Tx,
  context: Context,
  creditNoteId: number,
  { invoice, creditedOn, totalMinor, taxMinor }: PreparedCredit,
): Promise<void> {
  const credit = totalMinor + taxMinor;
  const { outstandingMinor } = invoice;
  const amountMinor = credit < outstandingMinor ? credit : outstandingMinor;
  if (amountMinor <= 0n) return;
  const source = { kind: 'creditNote' as const, id: creditNoteId };
  const allocation = {
    source,
    invoiceId: invoice.id,
    allocatedOn: creditedOn,
    amountMinor,
    takesBackId: null,
  };
  await insertAllocations(tx, authorOf(context), [allocation]);
}
