// Approving a draft: composed once more on locked rows, compared with what the approver has seen, numbered and posted, all
// or nothing. Locks, in this order: the draft, its jobs, the number series.
//
// What was seen is what is posted. Should anything have moved since, nothing is posted, and the answer says what moved.

import { isWithinWriteOffLimit, requirePermission } from '#core/access/principal.ts';
import { journalsOfEffects, type Effect } from '#core/billing/effects.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { formatMinor } from '#core/money/money.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { readEffects } from '#store/billing/effects.ts';
import { readDraftContent, readReserved, releaseItems } from '#store/billing/drafts.ts';
import { updateInvoice, type Invoice } from '#store/billing/invoices.ts';
import { keepInvoiceLooks } from '#store/billing/looks.ts';
import { takeNumber } from '#store/billing/series.ts';
import type { ClientTerms } from '#store/billing/terms.ts';
import type { Tx } from '#store/database.ts';
import { findLeftEmpty, lockJobs, readLocks } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { insertInterims } from '#store/work/interims.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import type { Context } from '../context.ts';
import { withItemIds, type TakenIds } from '../item-ids.ts';
import { read, write } from '../request.ts';
import { adjustedOf } from '../wip/act.ts';
import { dateRefusal, latestDate, locksOfDocument } from '../work-date.ts';
import { contentFromJson } from './content.ts';
import { holdDraft } from './held.ts';
import { movedRefusal } from './moved.ts';
import { prepareInvoice, questionRefusal, type Prepared } from './prepare.ts';
import { shownOf, type ShownInvoice } from './read-invoices.ts';
import { saveComposition } from './save.ts';

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
    write(context, async (tx) => {
      const held = await holdDraft(tx, approval);
      if (!held.ok) return held;
      const prepared = await prepareAgain(tx, context, held.value);
      if (!prepared.ok) return prepared;
      const refused =
        (await movedRefusal(tx, held.value, prepared.value, approval.fingerprint)) ??
        questionRefusal(prepared.value.composition.notices) ??
        (await dayRefusal(tx, context, held.value));
      if (refused !== null) return refused;
      return postInvoice(tx, context, held.value, { prepared: prepared.value, itemIds });
    }),
  );
}

/** How many interims the draft raised when it was saved; by now it may raise others. */
async function countInterims(context: Context, invoiceId: number): Promise<number> {
  const effects = await read(context, (tx) => readEffects(tx, invoiceId));
  return effects.filter((effect) => effect.kind === 'interimRaised').length;
}

/** The draft composed on what stands now; of "all", what it has reserved. */
export async function prepareAgain(
  tx: Tx,
  context: Context,
  invoice: Invoice,
  options: { readonly lock: boolean } = { lock: true },
): Promise<Result<Prepared>> {
  const json = await readDraftContent(tx, invoice.id);
  if (json === null) throw new Error(`draft ${invoice.id} has no content`);
  // What was left to be decided by the day of the draft was decided when it was saved.
  const { invoicedOn, dueOn, cutOffOn } = invoice;
  const content = { ...contentFromJson(json), invoicedOn, dueOn, cutOffOn };
  if (options.lock) {
    await lockJobs(
      tx,
      content.jobs.map(({ jobId }) => jobId),
    );
  }
  const only = await readReserved(tx, invoice.id);
  return prepareInvoice(tx, context, content, { exceptDraft: invoice.id, only, hold: options.lock });
}

async function dayRefusal(tx: Tx, context: Context, invoice: Invoice): Promise<Refused | null> {
  const [settings, locks] = await Promise.all([readRecordingSettings(tx), readLocks(tx)]);
  const rules = { locks: locksOfDocument(invoice, locks), latestOn: latestDate(settings, context.clock()) };
  return dateRefusal(rules, invoice.invoicedOn, 'invoicedOn');
}

type ToPost = { readonly prepared: Prepared; readonly itemIds: TakenIds };

async function postInvoice(
  tx: Tx,
  context: Context,
  { id, invoicedOn }: Invoice,
  { prepared, itemIds }: ToPost,
): Promise<Result<ShownInvoice>> {
  const { composition, header, client } = prepared;
  const effects = withInterimIds(composition.effects, itemIds);
  const journals = journalsOfEffects(effects, invoicedOn, { kind: 'invoice', id: BigInt(id) });
  const refused = limitRefusal(context, client, journals);
  if (refused !== null) return refused;
  await insertRaised(tx, effects, invoicedOn);
  const { actorId } = context.principal;
  const unlist = await findLeftEmpty(tx, composition.unlist, journals);
  if (journals.length > 0) await post(tx, { journals, actorId, unlist });
  await releaseItems(tx, id);
  await saveComposition(tx, id, prepared, effects);
  await keepInvoiceLooks(tx, [id]);
  const taken = await takeNumber(tx, 'invoice', header.seriesId);
  if (taken === undefined) {
    return refuse(
      'unknownSeries',
      'The firm has no series that invoices are numbered by; set up a default one.',
      {
        field: 'seriesId',
        value: header.seriesId === null ? '' : String(header.seriesId),
      },
    );
  }
  await updateInvoice(tx, id, {
    ...header,
    status: 'approved',
    number: taken.number,
    seriesId: taken.seriesId,
    seriesValue: taken.value,
    billTo: billToOf(client),
    fingerprint: prepared.fingerprint,
    approvedBy: actorId,
    approvedAt: context.clock(),
  });
  const shown = await shownOf(tx, id);
  if (shown === undefined) throw new Error(`invoice ${id} was approved and is not there`);
  return done(shown);
}

function withInterimIds(effects: readonly Effect[], itemIds: TakenIds): Effect[] {
  const raised = effects.filter((effect) => effect.kind === 'interimRaised');
  const ids = itemIds.first(raised.length).values();
  return effects.map((effect) =>
    effect.kind === 'interimRaised' ? { ...effect, itemId: ids.next().value! } : effect,
  );
}

async function insertRaised(
  tx: Tx,
  effects: readonly Effect[],
  raisedOn: Invoice['invoicedOn'],
): Promise<void> {
  const raised = effects.filter((effect) => effect.kind === 'interimRaised');
  if (raised.length === 0) return;
  await insertInterims(
    tx,
    raised.map(({ itemId, jobId, amountMinor, description }) => ({
      id: itemId!,
      jobId,
      raisedOn,
      amountMinor,
      description,
    })),
  );
}

/** What the invoice writes off and on together, against the limit of whoever approves it. */
function limitRefusal(
  { principal }: Context,
  { currency }: ClientTerms,
  journals: readonly Journal[],
): Refused | null {
  const adjustedMinor = adjustedOf(journals);
  if (isWithinWriteOffLimit(principal, adjustedMinor)) return null;
  return refuse('limitExceeded', 'The invoice writes off or on more than your limit allows.', {
    value: formatMinor(adjustedMinor, currency),
    accepted: `up to ${formatMinor(principal.writeOffLimitMinor!, currency)} on one invoice`,
  });
}

/** The recipient as printed: where invoices go is the postal address, if the client has one. */
function billToOf({ name, postalAddress, address, taxNumber }: ClientTerms): string {
  const lines = [name, postalAddress ?? address, taxNumber === null ? null : `Tax number ${taxNumber}`];
  return lines.filter((line) => line !== null && line.trim() !== '').join('\n');
}
