// Imported invoices whose job nobody can tell wait here without effect on WIP. Somebody assigns each to a job, where it
// raises an interim of its amount, or sets it aside.

import { requirePermission } from '#core/access/principal.ts';
import { journalsOfEffects, type InterimRaisedEffect } from '#core/billing/effects.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { formatMinor } from '#core/money/money.ts';
import { readCreditNotes, readNetWip } from '#store/billing/credits.ts';
import { replaceEffects, replaceInvoiceJobs } from '#store/billing/effects.ts';
import { readInvoiceLines, replaceInvoiceLines } from '#store/billing/invoice-lines.ts';
import type { Tx } from '#store/database.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { lockJobs, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import { insertInterims } from '#store/work/interims.ts';
import {
  holdUnmatched,
  insertUnmatchedDecision,
  listUnmatched,
  type UnmatchedInvoice,
} from '#store/billing/unmatched-invoices.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';
import { dateRefusal, latestDate } from '../work-date.ts';

export type { UnmatchedInvoice } from '#store/billing/unmatched-invoices.ts';

export async function listUnmatchedInvoices(
  context: Context,
  page: { waiting: boolean; afterId: number; limit: number },
): Promise<Result<UnmatchedInvoice[]>> {
  const permitted = requirePermission(context.principal, 'imports.read');
  return permitted.ok ? read(context, async (tx) => done(await listUnmatched(tx, page))) : permitted;
}

export type AssignCommand = {
  readonly invoiceId: number;
  /** Null sets the invoice aside. */
  readonly jobId: number | null;
  readonly note?: string | null | undefined;
};

export async function assignInvoice(
  context: Context,
  command: AssignCommand,
): Promise<Result<UnmatchedInvoice>> {
  const permitted = requirePermission(context.principal, 'imports.run');
  if (!permitted.ok) return permitted;
  const [itemId] = await itemIdsOf(context.database).take(1);
  return write(context, async (tx) => {
    const { invoiceId, jobId } = command;
    const waiting = await holdUnmatched(tx, invoiceId);
    if (waiting === undefined) {
      return refuse('notFound', 'There is no such invoice waiting for a job.', { value: String(invoiceId) });
    }
    if (waiting.decidedAt !== null) {
      return refuse('conflict', 'Somebody has decided on this invoice already.', {
        value: String(invoiceId),
      });
    }
    const raised =
      jobId === null ? done(null) : await raiseOn(tx, context, { invoice: waiting, jobId, itemId: itemId! });
    if (!raised.ok) return raised;
    await insertUnmatchedDecision(tx, {
      invoiceId,
      jobId,
      note: command.note ?? null,
      actorId: context.principal.actorId,
      recordedAt: context.clock(),
    });
    return done((await holdUnmatched(tx, invoiceId))!);
  });
}

type Raising = { readonly invoice: UnmatchedInvoice; readonly jobId: number; readonly itemId: bigint };

async function raiseOn(tx: Tx, context: Context, { invoice, jobId, itemId }: Raising): Promise<Result<null>> {
  const job = (await loadJobContexts(tx, [jobId], [], { hold: true })).jobs.get(jobId);
  if (job === undefined) {
    return refuse('unknownJob', 'There is no such job in this firm.', {
      field: 'jobId',
      value: String(jobId),
    });
  }
  if (job.currency !== invoice.currency) {
    const detail = `The invoice is in ${invoice.currency} and job ${job.number} in ${job.currency}.`;
    return refuse('currencyMismatch', detail, {
      field: 'jobId',
      value: String(jobId),
      accepted: `a job in ${invoice.currency}`,
    });
  }
  const [creditNote] = await readCreditNotes(tx, invoice.id);
  if (creditNote !== undefined) {
    const detail = `Credit note ${creditNote.number} credits the invoice; cancel that first, or set it aside.`;
    return refuse('allocationsPresent', detail, {
      field: 'invoiceId',
      value: String(invoice.id),
      accepted: 'an invoice without credit notes',
    });
  }
  const { totalMinor: amountMinor, invoicedOn: on, currency } = invoice;
  if (amountMinor <= 0n) {
    const detail = 'An interim is an amount above 0; set this invoice aside.';
    return refuse('amountOutOfRange', detail, { field: 'jobId', value: formatMinor(amountMinor, currency) });
  }
  const [settings, locks] = [await readRecordingSettings(tx), await readLocks(tx)];
  const dated = dateRefusal({ locks, latestOn: latestDate(settings, context.clock()) }, on, 'jobId');
  if (dated !== null) return dated;
  await lockJobs(tx, [jobId]);
  const description = `Invoice ${invoice.number ?? ''}`.trim();
  await insertInterims(tx, [{ id: itemId, jobId, raisedOn: on, amountMinor, description }]);
  const raised = { kind: 'interimRaised', lineKey: null, itemId, jobId, amountMinor, description } as const;
  const cause = { kind: 'invoice', id: BigInt(invoice.id) } as const;
  await keepOnJob(tx, invoice, raised);
  await post(tx, { journals: journalsOfEffects([raised], on, cause), actorId: context.principal.actorId });
  return done(null);
}

/** The document is of the job from now on: all of its lines together are the interim. */
async function keepOnJob(
  tx: Tx,
  { id, invoicedOn: on }: UnmatchedInvoice,
  raised: InterimRaisedEffect,
): Promise<void> {
  const { jobId, amountMinor } = raised;
  const lines = await readInvoiceLines(tx, id);
  await replaceInvoiceLines(
    tx,
    id,
    lines.map((line) => ({ ...line, jobId })),
  );
  await replaceEffects(tx, { invoiceId: id, on, effects: [raised], lineNumbers: new Map() });
  const beforeMinor = (await readNetWip(tx, [jobId])).get(jobId) ?? 0n;
  const afterMinor = beforeMinor - amountMinor;
  const moved = { billedMinor: 0n, writtenOnMinor: 0n, writtenOffMinor: 0n, absorbedMinor: 0n };
  const job = { jobId, ...moved, totalMinor: amountMinor, raisedMinor: amountMinor, beforeMinor, afterMinor };
  await replaceInvoiceJobs(tx, id, [job]);
}
