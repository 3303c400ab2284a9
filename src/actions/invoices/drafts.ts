// Drafts: shown, made, changed, discarded. A draft posts nothing; it reserves the items that it bills, writes off or
// absorbs, so that no other draft takes them and nobody changes them under it.

import { requirePermission } from '#core/access/principal.ts';
import { done, refuseAll, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import {
  readHolders,
  releaseItems,
  reserveForDrafts,
  reserveItems,
  type DraftName,
  type ReservedItem,
} from '#store/billing/drafts.ts';
import { insertInvoices, updateInvoice, type WrittenInvoice } from '#store/billing/invoices.ts';
import { noteDraftChanged } from '#store/billing-runs/review.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';
import { inParts, onlyOneOf, RefusedInWriting, togetherOrAlone } from './batch.ts';
import { contentToJson, type InvoiceContent } from './content.ts';
import { holdDraft } from './held.ts';
import { keepInvoiceChange } from './kept-changes.ts';
import {
  jobIdsOf,
  nothingAgainst,
  prepareInvoice,
  prepareInvoices,
  type Prepared,
  type PreparedCheck,
} from './prepare.ts';
import { shownOf, type ShownInvoice } from './read-invoices.ts';
import { insertCompositions, saveComposition } from './save.ts';

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

/** For whoever makes a draft in a transaction of their own. */
export async function insertDraft(
  tx: Tx,
  context: Context,
  content: InvoiceContent,
): Promise<Result<SavedDraft>> {
  await lockJobs(tx, jobIdsOf(content));
  const made = await onlyOneOf(writeDrafts(tx, context, [content]));
  return made.ok ? savedOf(tx, made.value) : made;
}

export type NewDraft = { readonly id: number; readonly prepared: Prepared };

/** For whoever makes many drafts in a transaction of their own: each is made or refused, in the order given. */
export async function insertDrafts(
  tx: Tx,
  context: Context,
  contents: readonly InvoiceContent[],
  check: PreparedCheck = nothingAgainst,
): Promise<Result<NewDraft>[]> {
  const permitted = requirePermission(context.principal, 'invoices.draft');
  if (!permitted.ok) return contents.map(() => permitted);
  return drawUpDrafts(tx, context, contents, check);
}

/** For whoever may; also to look at what would be drawn up, in a transaction that is not kept. */
export async function drawUpDrafts(
  tx: Tx,
  context: Context,
  contents: readonly InvoiceContent[],
  check: PreparedCheck = nothingAgainst,
): Promise<Result<NewDraft>[]> {
  await lockJobs(tx, contents.flatMap(jobIdsOf));
  return togetherOrAlone(tx, contents, (some) => writeDrafts(tx, context, some, check));
}

async function writeDrafts(
  tx: Tx,
  context: Context,
  contents: readonly InvoiceContent[],
  check: PreparedCheck = nothingAgainst,
): Promise<Result<NewDraft>[]> {
  const results: Result<NewDraft>[] = [];
  for (const part of await inParts(tx, contents, jobIdsOf)) {
    const wanted = part.map((content) => ({ content, exceptDraft: null, only: null }));
    const composed = await prepareInvoices(tx, context, wanted, { hold: true });
    const prepared = composed.map((one) => (one.ok ? check(one.value) : null) ?? one);
    const accepted = prepared.flatMap((one) => (one.ok ? [one.value] : []));
    const ids = await insertDraftRows(tx, context, accepted);
    const made = accepted.map((one, place) => ({ id: ids[place]!, prepared: one }));
    await reserveForNew(tx, made);
    await insertCompositions(
      tx,
      made.map(({ id: invoiceId, prepared: own }) => ({ invoiceId, prepared: own })),
    );
    const inOrder = made.values();
    results.push(...prepared.map((one) => (one.ok ? done(inOrder.next().value!) : one)));
  }
  return results;
}

/** Writes drafts with what their authors decided, and nothing of what that comes to. */
function insertDraftRows(tx: Tx, context: Context, prepared: readonly Prepared[]): Promise<number[]> {
  return insertInvoices(
    tx,
    prepared.map((one) => ({
      ...one.header,
      ...startOf(context, one),
      number: null,
      status: 'draft',
      fingerprint: one.fingerprint,
    })),
  );
}

/** What an invoice keeps of how it began. */
export function startOf({ principal, clock }: Context, { content }: Prepared) {
  return {
    paidMinor: 0n,
    typeText: null,
    origin: 'composed',
    document: 'invoice',
    createdBy: principal.actorId,
    createdAt: clock(),
    content: contentToJson(content),
  } as const satisfies Partial<WrittenInvoice>;
}

async function reserveForNew(tx: Tx, drafts: readonly NewDraft[]): Promise<void> {
  const allFree = await reserveForDrafts(
    tx,
    drafts.map(({ id: invoiceId, prepared }) => ({ invoiceId, items: takenBy(prepared) })),
  );
  if (allFree) return;
  for (const { id, prepared } of drafts) {
    const items = takenBy(prepared).map(({ itemId }) => itemId);
    const held = await readHolders(tx, items, id);
    if (held.size > 0) throw new RefusedInWriting(onOtherDraft(prepared.content, held));
  }
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
    const found = await holdDraft(tx, change);
    if (!found.ok) return found;
    const { id, content } = change;
    await lockJobs(tx, jobIdsOf(content));
    const options = { exceptDraft: id, only: null, hold: true };
    const prepared = await prepareInvoice(tx, context, content, options);
    if (!prepared.ok) return prepared;
    const held = await reserveItems(tx, id, takenBy(prepared.value));
    if (held.size > 0) return onOtherDraft(content, held);
    const { header, fingerprint } = prepared.value;
    await updateInvoice(tx, id, { ...header, fingerprint, content: contentToJson(content) });
    await keepInvoiceChange(tx, context, found.value, header);
    await noteDraftChanged(tx, id, authorOf(context));
    await saveComposition(tx, id, prepared.value);
    return savedOf(tx, { id, prepared: prepared.value });
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
    await discardHeld(tx, seen.id);
    await keepInvoiceChange(tx, context, held.value, { status: 'discarded' });
    return done(null);
  });
}

/** For whoever holds the draft. */
export async function discardHeld(tx: Tx, id: number): Promise<void> {
  await releaseItems(tx, id);
  await updateInvoice(tx, id, { status: 'discarded' });
}

/** The items that an invoice takes, each once. */
function takenBy({ composition }: Prepared): ReservedItem[] {
  const taken = new Map<bigint, ReservedItem>();
  for (const effect of composition.effects) {
    if ('item' in effect) taken.set(effect.item.itemId, effect.item);
  }
  return [...taken.values()];
}

async function savedOf(tx: Tx, { id, prepared }: NewDraft): Promise<Result<SavedDraft>> {
  const shown = await shownOf(tx, id);
  if (shown === undefined) throw new Error(`draft ${id} was written and is not there`);
  return done({ ...shown, notices: prepared.composition.notices });
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
