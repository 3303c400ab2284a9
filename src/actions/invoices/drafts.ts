// Drafts: shown, made, changed, discarded. A draft posts nothing; it reserves the items that it bills, writes off or
// absorbs, so that no other draft takes them and nobody changes them under it.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuseAll, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import { releaseItems, reserveItems, writeDraftContent } from '#store/billing/drafts.ts';
import type { DraftName } from '#store/billing/drafts.ts';
import { insertInvoice, updateInvoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';
import { contentToJson, type InvoiceContent } from './content.ts';
import { holdDraft } from './held.ts';
import { prepareInvoice, type Prepared } from './prepare.ts';
import { shownOf, type ShownInvoice } from './read-invoices.ts';
import { saveComposition } from './save.ts';

/** What an invoice would come to, kept nowhere. `invoiceId` is the draft that is being changed, if it is one. */
export function previewInvoice(
  context: Context,
  content: InvoiceContent,
  invoiceId: number | null = null,
): Promise<Result<Prepared>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.draft');
    if (!permitted.ok) return permitted;
    return prepareInvoice(tx, context, content, { exceptDraft: invoiceId, only: null, hold: false });
  });
}

export type SavedDraft = ShownInvoice & { readonly notices: Prepared['composition']['notices'] };

export function createDraft(context: Context, content: InvoiceContent): Promise<Result<SavedDraft>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.draft');
    if (!permitted.ok) return permitted;
    return insertDraft(tx, context, content);
  });
}

/** For whoever makes drafts in a transaction of their own. */
export async function insertDraft(
  tx: Tx,
  context: Context,
  content: InvoiceContent,
): Promise<Result<SavedDraft>> {
  const prepared = await prepareLocked(tx, context, content, null);
  if (!prepared.ok) return prepared;
  const invoiceId = await insertInvoice(tx, {
    ...prepared.value.header,
    number: null,
    status: 'draft',
    paidMinor: 0n,
    typeText: null,
    origin: 'composed',
    document: 'invoice',
    fingerprint: prepared.value.fingerprint,
    createdBy: context.principal.actorId,
    createdAt: context.clock(),
  });
  return keepDraft(tx, invoiceId, prepared.value);
}

export type DraftChange = {
  readonly id: number;
  readonly version: number;
  readonly content: InvoiceContent;
};

/** Replaces the content of a draft. */
export function changeDraft(context: Context, change: DraftChange): Promise<Result<SavedDraft>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.draft');
    if (!permitted.ok) return permitted;
    const held = await holdDraft(tx, change);
    if (!held.ok) return held;
    const prepared = await prepareLocked(tx, context, change.content, change.id);
    if (!prepared.ok) return prepared;
    await updateInvoice(tx, change.id, { ...prepared.value.header, fingerprint: prepared.value.fingerprint });
    return keepDraft(tx, change.id, prepared.value);
  });
}

/** Frees what the draft holds. It stays to be looked at, and can be duplicated. */
export function discardDraft(
  context: Context,
  seen: { readonly id: number; readonly version: number },
): Promise<Result<null>> {
  return write(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'invoices.draft');
    if (!permitted.ok) return permitted;
    const held = await holdDraft(tx, seen);
    if (!held.ok) return held;
    await releaseItems(tx, seen.id);
    await updateInvoice(tx, seen.id, { status: 'discarded' });
    return done(null);
  });
}

async function prepareLocked(
  tx: Tx,
  context: Context,
  content: InvoiceContent,
  invoiceId: number | null,
): Promise<Result<Prepared>> {
  await lockJobs(
    tx,
    content.jobs.map(({ jobId }) => jobId),
  );
  return prepareInvoice(tx, context, content, { exceptDraft: invoiceId, only: null, hold: true });
}

async function keepDraft(tx: Tx, invoiceId: number, prepared: Prepared): Promise<Result<SavedDraft>> {
  const { content, composition } = prepared;
  const taken = composition.effects.flatMap((effect) => ('item' in effect ? [effect.item] : []));
  const held = await reserveItems(tx, invoiceId, [
    ...new Map(taken.map(({ itemId, jobId }) => [itemId, { itemId, jobId }])).values(),
  ]);
  if (held.size > 0) return onOtherDraft(content, held);
  await writeDraftContent(tx, invoiceId, contentToJson(content));
  await saveComposition(tx, invoiceId, prepared);
  const shown = await shownOf(tx, invoiceId);
  if (shown === undefined) throw new Error(`draft ${invoiceId} was written and is not there`);
  return done({ ...shown, notices: composition.notices });
}

/** One refusal per entry that another draft was faster to take. */
function onOtherDraft(content: InvoiceContent, held: ReadonlyMap<bigint, DraftName>): Refused {
  const fields = new Map<bigint, string>();
  for (const [jobPlace, job] of content.jobs.entries()) {
    for (const [place, { itemId }] of job.entries.entries()) {
      fields.set(itemId, `jobs[${jobPlace}].entries[${place}].itemId`);
    }
  }
  return refuseAll(
    [...held].map(([itemId, { name }]): Refusal => {
      const field = fields.get(itemId);
      const detail = `Entry ${itemId} is on ${name}; take it off there first.`;
      return { code: 'onDraft', detail, value: String(itemId), ...(field === undefined ? {} : { field }) };
    }),
  );
}
