// An invoice once more as a draft: what its author decided then, on what is open now. Items that are not open any more, or
// are on another draft, are left out and told; the day is today's, and work after the first one's cut-off stays out.

import { requirePermission } from '#core/access/principal.ts';
import type { Notice } from '#core/billing/composition.ts';
import type { BookJob } from '#core/billing/draft.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { loadBook } from '#store/billing/book.ts';
import { readDraftContent } from '#store/billing/drafts.ts';
import { readInvoices, type Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { contentFromJson, type InvoiceContent, type JobContent } from './content.ts';
import { settingRefusal } from './content-refusals.ts';
import { contentOfLines } from './copied-lines.ts';
import { insertDraft, type SavedDraft } from './drafts.ts';
import { unknownInvoice } from './held.ts';
import { jobIdsOf, prepareInvoice } from './prepare.ts';

export type LeftOut = { readonly itemId: bigint; readonly why: string };

export type Duplicate = SavedDraft & { readonly leftOut: readonly LeftOut[] };

export function duplicateInvoice(context: Context, id: number): Promise<Result<Duplicate>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.draft');
    if (!permitted.ok) return permitted;
    const invoice = (await readInvoices(tx, [id])).get(id);
    if (invoice === undefined) return unknownInvoice(id);
    if (invoice.document !== 'invoice') return noInvoice(invoice);
    const json = await readDraftContent(tx, id);
    return json === null ? copyLines(tx, context, invoice) : decideAgain(tx, context, invoice, json);
  });
}

function noInvoice({ id, number }: Invoice): Refused {
  return refuse('wrongState', 'A credit note is of one invoice, and is not duplicated.', {
    field: 'id',
    value: number ?? String(id),
    accepted: 'an invoice',
  });
}

async function copyLines(tx: Tx, context: Context, invoice: Invoice): Promise<Result<Duplicate>> {
  const { id, clientId, number } = invoice;
  const name = number ?? `invoice ${id}`;
  if (clientId === null) {
    return refuse('unknownClient', `Of ${name} it is not known whose it is.`, {
      field: 'id',
      value: name,
      accepted: 'an invoice of a client of this firm',
    });
  }
  const saved = await insertDraft(tx, context, await contentOfLines(tx, { ...invoice, clientId }));
  if (!saved.ok) return saved;
  const notice: Notice = {
    code: 'linesCopied',
    isQuestion: false,
    jobId: null,
    lineKey: null,
    detail: `No draft stands behind ${name}: its lines were copied as typed ones, and no recorded work is on this draft.`,
  };
  return done({ ...saved.value, notices: [...saved.value.notices, notice], leftOut: [] });
}

async function decideAgain(
  tx: Tx,
  context: Context,
  invoice: Invoice,
  json: string,
): Promise<Result<Duplicate>> {
  const { cutOffOn } = invoice;
  const content = contentFromJson(json);
  const jobIds = jobIdsOf(content);
  await lockJobs(tx, jobIds);
  const { jobs } = await loadBook(tx, jobIds, { exceptDraft: null });
  const leftOut: LeftOut[] = [];
  const again = { ...withoutGone(content, jobs, leftOut), invoicedOn: null, dueOn: null, cutOffOn };
  const lineSettings = await settingsThatCount(tx, context, again);
  const saved = await insertDraft(tx, context, { ...again, lineSettings });
  if (saved.ok) return done({ ...saved.value, leftOut });
  const isAllBilled = saved.refusals.every(({ code }) => code === 'nothingToDo');
  return isAllBilled && invoice.status === 'approved' ? standsAlready(invoice) : saved;
}

function standsAlready({ id, number }: Invoice): Refused {
  const name = number ?? `invoice ${id}`;
  const detail = `Nothing of the work on ${name} is open any more; cancel the invoice first, and its work can be billed anew.`;
  const accepted = 'an invoice that was cancelled, or of which something is open';
  return refuse('nothingToDo', detail, { field: 'id', value: name, accepted });
}

/** The settings of lines that are there again. */
async function settingsThatCount(
  tx: Tx,
  context: Context,
  content: InvoiceContent,
): Promise<InvoiceContent['lineSettings']> {
  if (content.lineSettings.length === 0) return [];
  const options = { exceptDraft: null, only: null, hold: true };
  const prepared = await prepareInvoice(tx, context, { ...content, lineSettings: [] }, options);
  if (!prepared.ok) return [];
  const { lines } = prepared.value.composition;
  return content.lineSettings.filter((setting) => settingRefusal(setting, lines) === null);
}

/** The content without what cannot be on a new draft, which is noted. */
function withoutGone(content: InvoiceContent, book: readonly BookJob[], leftOut: LeftOut[]): InvoiceContent {
  const items = new Map(book.flatMap((job) => job.items).map((item) => [item.itemId, item]));
  const isThere = (itemId: bigint): boolean => {
    const item = items.get(itemId);
    if (item !== undefined && item.onDraft === null) return true;
    const why = item === undefined ? 'Nothing of it is open.' : `It is on ${item.onDraft}.`;
    leftOut.push({ itemId, why });
    return false;
  };
  return {
    ...content,
    jobs: content.jobs.map((job): JobContent => ({
      ...job,
      entries: job.entries.filter(({ itemId }) => isThere(itemId)),
      interims: job.interims === 'all' ? 'all' : job.interims.filter(({ itemId }) => isThere(itemId)),
      lines: job.lines.map((line) => ({ ...line, covers: line.covers?.filter(isThere) ?? line.covers })),
    })),
  };
}
