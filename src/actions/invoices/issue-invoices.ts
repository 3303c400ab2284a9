// Drawing up and approving in one go, for whoever has looked at it all before: a billing run that was rehearsed. What is
// composed is what is posted, in one transaction under the locks of the jobs; nothing is reserved, for nobody else gets in
// between. Everything else is as if the drafts had been made and approved.

import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import type { Context } from '../context.ts';
import type { TakenIds } from '../item-ids.ts';
import { inParts, togetherOrAlone } from './batch.ts';
import type { InvoiceContent } from './content.ts';
import { insertDraftRows } from './drafts.ts';
import {
  approvalRefusal,
  idsInTurn,
  numberInvoices,
  postEffects,
  readDayRules,
  withInterimIds,
  type Approved,
} from './post-invoices.ts';
import { jobIdsOf, nothingAgainst, prepareInvoices, type Prepared, type PreparedCheck } from './prepare.ts';
import { insertCompositions } from './save.ts';

/** Each is approved or refused, in the order given. */
export function issueInvoices(
  tx: Tx,
  context: Context,
  contents: readonly InvoiceContent[],
  itemIds: TakenIds,
): Promise<Result<Approved>[]> {
  return issueChecked(tx, context, contents, { itemIds, check: nothingAgainst });
}

export type Issuing = {
  readonly itemIds: TakenIds;
  /** What else stands against an invoice, of what it comes to. */
  readonly check: PreparedCheck;
};

/** As issueInvoices, for whoever has seen what the invoices would come to. */
export async function issueChecked(
  tx: Tx,
  context: Context,
  contents: readonly InvoiceContent[],
  { itemIds, check }: Issuing,
): Promise<Result<Approved>[]> {
  for (const permission of ['invoices.draft', 'invoices.approve'] as const) {
    const permitted = requirePermission(context.principal, permission);
    if (!permitted.ok) return contents.map(() => permitted);
  }
  await lockJobs(tx, contents.flatMap(jobIdsOf));
  const ids = idsInTurn(itemIds);
  return togetherOrAlone(tx, contents, (some) => issueTogether(tx, context, some, { itemIds: ids, check }));
}

type Issued = { readonly id: number; readonly prepared: Prepared };

async function issueTogether(
  tx: Tx,
  context: Context,
  contents: readonly InvoiceContent[],
  { itemIds, check }: Issuing,
): Promise<Result<Approved>[]> {
  const results: Result<Issued>[] = [];
  const rules = await readDayRules(tx, context);
  for (const part of await inParts(tx, contents, jobIdsOf)) {
    const wanted = part.map((content) => ({ content, exceptDraft: null, only: null }));
    const prepared = (await prepareInvoices(tx, context, wanted, { hold: true })).map(
      (one) => (one.ok ? (check(one.value) ?? approvalRefusal(context, one.value, rules)) : null) ?? one,
    );
    const accepted = prepared.flatMap((one) => (one.ok ? [one.value] : []));
    const posted = (await writeAndPost(tx, context, accepted, itemIds)).values();
    results.push(...prepared.map((one) => (one.ok ? done(posted.next().value!) : one)));
  }
  const posted = results.flatMap((one) => (one.ok ? [one.value] : []));
  const approved = (await numberInvoices(tx, context, posted)).values();
  return results.map((one) => (one.ok ? done(approved.next().value!) : one));
}

async function writeAndPost(
  tx: Tx,
  context: Context,
  prepared: readonly Prepared[],
  itemIds: TakenIds,
): Promise<Issued[]> {
  if (prepared.length === 0) return [];
  const ids = await insertDraftRows(tx, context, prepared);
  const invoices = prepared.map((own, place) => ({ id: ids[place]!, prepared: own }));
  const toPost = withInterimIds(invoices, itemIds);
  await postEffects(tx, context, toPost);
  await insertCompositions(
    tx,
    toPost.map(({ id: invoiceId, prepared: own, effects }) => ({ invoiceId, prepared: own, effects })),
  );
  return invoices;
}
