// Approving a draft: composed once more on locked rows, compared with what the approver has seen, numbered and posted, all
// or nothing. Locks, in this order: the draft, its jobs, the number series.
//
// What was seen is what is posted. Should anything have moved since, nothing is posted, and the answer says what moved.
//
// A person approves a batch of one.

import { requirePermission } from '#core/access/principal.ts';
import { done, type Refused, type Result } from '#core/refusal.ts';
import { pendingRefusal } from '#core/billing-run/review.ts';
import { readEffects } from '#store/billing/effects.ts';
import { readDraftContents, releaseDrafts } from '#store/billing/drafts.ts';
import type { Invoice } from '#store/billing/invoices.ts';
import { readReviews } from '#store/billing-runs/review.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import type { Context } from '../context.ts';
import { withItemIds, type TakenIds } from '../item-ids.ts';
import { read, write } from '../request.ts';
import { inParts, onlyOneOf, togetherOrAlone } from './batch.ts';
import { contentFromJson, type InvoiceContent } from './content.ts';
import { holdDrafts } from './held.ts';
import { emptiedRefusal, movedRefusal } from './moved.ts';
import {
  approvalRefusal,
  idsInTurn,
  numberDrafts,
  postEffects,
  readDayRules,
  withInterimIds,
  type Approved,
  type DayRules,
} from './post-invoices.ts';
import { jobIdsOf, prepareInvoice, prepareInvoices, type Prepared } from './prepare.ts';
import { shownOf, type ShownInvoice } from './read-invoices.ts';
import { replaceCompositions } from './save.ts';

export type Approval = {
  readonly id: number;
  /** Of the draft as it was seen; not said: whatever it is, the fingerprint decides. */
  readonly version?: number | undefined;
  /** Of what the approver has seen: of the draft, or of its preview. */
  readonly fingerprint: string;
};

export async function approveInvoice(context: Context, approval: Approval): Promise<Result<ShownInvoice>> {
  const permitted = requirePermission(context.principal, 'invoices.approve');
  if (!permitted.ok) return permitted;
  const expected = await countInterims(context, approval.id);
  return withItemIds(context.database, expected, (itemIds) =>
    write(
      context,
      async (tx) => {
        const [held] = await holdToApprove(tx, [approval]);
        if (!held!.ok) return held!;
        const approved = await onlyOneOf(approveHeld(tx, context, [held!.value], { itemIds }));
        if (!approved.ok) return approved;
        const shown = await shownOf(tx, approval.id);
        if (shown === undefined) throw new Error(`invoice ${approval.id} was approved and is not there`);
        return done(shown);
      },
      { byKey: true },
    ),
  );
}

/** How many interims the draft raised when it was saved; by now it may raise others. */
async function countInterims(context: Context, invoiceId: number): Promise<number> {
  const effects = await read(context, (tx) => readEffects(tx, invoiceId));
  return effects.filter((effect) => effect.kind === 'interimRaised').length;
}

type Approving = {
  readonly itemIds: TakenIds;
  /** Waited for before numbers are taken, by whoever has to take them after somebody else. */
  readonly inTurn?: (() => Promise<void>) | undefined;
};

/** For whoever approves many in a transaction of their own: each is approved or refused, in the order given. */
export async function approveDrafts(
  tx: Tx,
  context: Context,
  approvals: readonly Approval[],
  { itemIds, inTurn }: Approving,
): Promise<Result<Approved>[]> {
  const permitted = requirePermission(context.principal, 'invoices.approve');
  if (!permitted.ok) return approvals.map(() => permitted);
  const results: Result<Approved | HeldDraft>[] = await holdToApprove(tx, approvals);
  const places = [...results.keys()].filter((place) => results[place]!.ok);
  const held = places.map((place) => (results[place] as { value: HeldDraft }).value);
  const ids = idsInTurn(itemIds);
  const approved = await togetherOrAlone(tx, held, (some) =>
    approveHeld(tx, context, some, { itemIds: ids, inTurn }),
  );
  for (const [index, place] of places.entries()) results[place] = approved[index]!;
  return results as Result<Approved>[];
}

type HeldDraft = {
  readonly approval: Approval;
  readonly invoice: Invoice;
  readonly content: InvoiceContent;
};

/** Holds drafts and then their jobs. */
async function holdToApprove(tx: Tx, approvals: readonly Approval[]): Promise<Result<HeldDraft>[]> {
  const held = await holdDrafts(tx, approvals);
  const ids = held.flatMap((one) => (one.ok ? [one.value.id] : []));
  const [contents, reviews] = await Promise.all([readDraftContents(tx, ids), readReviews(tx, ids)]);
  const results = held.map((one, place): Result<HeldDraft> => {
    if (!one.ok) return one;
    const invoice = one.value;
    const review = reviews.get(invoice.id);
    const pending = review === undefined ? null : pendingRefusal(review);
    if (pending !== null) return pending;
    return done({ approval: approvals[place]!, invoice, content: contentOf(invoice, contents) });
  });
  await lockJobs(
    tx,
    results.flatMap((one) => (one.ok ? jobIdsOf(one.value.content) : [])),
  );
  return results;
}

/** What was left to be decided by the day of the draft was decided when it was saved. */
function contentOf(invoice: Invoice, contents: ReadonlyMap<number, string>): InvoiceContent {
  const json = contents.get(invoice.id);
  if (json === undefined) throw new Error(`draft ${invoice.id} has no content`);
  const { invoicedOn, dueOn, cutOffOn } = invoice;
  return { ...contentFromJson(json), invoicedOn, dueOn, cutOffOn };
}

/** The draft composed on what stands now; of "all", what it has reserved. Locks nothing. */
export async function prepareAgain(tx: Tx, context: Context, invoice: Invoice): Promise<Result<Prepared>> {
  const content = contentOf(invoice, await readDraftContents(tx, [invoice.id]));
  return prepareInvoice(tx, context, content, { exceptDraft: invoice.id, only: 'reserved', hold: false });
}

async function approveHeld(
  tx: Tx,
  context: Context,
  held: readonly HeldDraft[],
  { itemIds, inTurn }: Approving,
): Promise<Result<Approved>[]> {
  const results = new Map<HeldDraft, Result<Prepared>>();
  const rules = await readDayRules(tx, context);
  for (const part of await inParts(tx, held, ({ content }) => jobIdsOf(content))) {
    const prepared = await prepareDrafts(tx, context, part, rules);
    for (const [place, one] of prepared.entries()) results.set(part[place]!, one);
    await postAndSave(tx, context, accepted(part, prepared), itemIds);
  }
  const posted = held.flatMap((one) => {
    const result = results.get(one)!;
    return result.ok ? [{ id: one.invoice.id, prepared: result.value }] : [];
  });
  await inTurn?.();
  const approved = (await numberDrafts(tx, context, posted)).values();
  return held.map((one) => {
    const result = results.get(one)!;
    return result.ok ? done(approved.next().value!) : result;
  });
}

async function prepareDrafts(
  tx: Tx,
  context: Context,
  held: readonly HeldDraft[],
  rules: DayRules,
): Promise<Result<Prepared>[]> {
  const prepared = await prepareInvoices(
    tx,
    context,
    held.map(({ invoice, content }) => ({ content, exceptDraft: invoice.id, only: 'reserved' })),
    { hold: true },
  );
  const results: Result<Prepared>[] = [];
  for (const [place, one] of prepared.entries()) {
    const { invoice, approval } = held[place]!;
    const refused: Refused | null = one.ok
      ? ((await movedRefusal(tx, invoice, one.value, approval.fingerprint)) ??
        approvalRefusal(context, one.value, rules))
      : await emptiedRefusal(tx, invoice, one);
    results.push(refused ?? one);
  }
  return results;
}

type ToApprove = { readonly id: number; readonly prepared: Prepared; readonly savedAs: string | null };

function accepted(held: readonly HeldDraft[], results: readonly Result<Prepared>[]): ToApprove[] {
  return held.flatMap(({ invoice }, place) => {
    const result = results[place]!;
    return result.ok ? [{ id: invoice.id, prepared: result.value, savedAs: invoice.fingerprint }] : [];
  });
}

async function postAndSave(
  tx: Tx,
  context: Context,
  invoices: readonly ToApprove[],
  itemIds: TakenIds,
): Promise<void> {
  if (invoices.length === 0) return;
  const toPost = withInterimIds(invoices, itemIds);
  await postEffects(tx, context, toPost);
  const ids = invoices.map(({ id }) => id);
  await releaseDrafts(tx, ids);
  await replaceCompositions(
    tx,
    toPost.map(({ id: invoiceId, ...saving }) => ({ invoiceId, ...saving })),
  );
}
