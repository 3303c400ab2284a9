// An invoice once more as a draft: what its author decided then, on what is open now. Items that are not open any more, or
// are on another draft, are left out and told; the day is today's, and work after the first one's cut-off stays out.

import { requirePermission } from '#core/access/principal.ts';
import type { BookJob } from '#core/billing/draft.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { loadBook } from '#store/billing/book.ts';
import { readDraftContent } from '#store/billing/drafts.ts';
import { readInvoices } from '#store/billing/invoices.ts';
import { lockJobs } from '#store/ledger/items.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { contentFromJson, type InvoiceContent, type JobContent } from './content.ts';
import { insertDraft, type SavedDraft } from './drafts.ts';
import { unknownInvoice } from './held.ts';

export type LeftOut = { readonly itemId: bigint; readonly why: string };

export type Duplicate = SavedDraft & { readonly leftOut: readonly LeftOut[] };

export function duplicateInvoice(context: Context, id: number): Promise<Result<Duplicate>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.draft');
    if (!permitted.ok) return permitted;
    const invoice = (await readInvoices(tx, [id])).get(id);
    if (invoice === undefined) return unknownInvoice(id);
    const json = await readDraftContent(tx, id);
    if (json === null || invoice.document !== 'invoice') {
      return refuse('wrongState', 'Only invoices that were drawn up here can be duplicated.', {
        field: 'id',
        value: invoice.number ?? String(id),
        accepted: 'an invoice that was drawn up here',
      });
    }
    const content = contentFromJson(json);
    const jobIds = content.jobs.map(({ jobId }) => jobId);
    await lockJobs(tx, jobIds);
    const { jobs } = await loadBook(tx, jobIds, { exceptDraft: null });
    const leftOut: LeftOut[] = [];
    const dates = { invoicedOn: null, dueOn: null, cutOffOn: invoice.cutOffOn };
    const again = { ...withoutGone(content, jobs, leftOut), ...dates };
    const saved = await insertDraft(tx, context, again);
    return saved.ok ? done({ ...saved.value, leftOut }) : saved;
  });
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
