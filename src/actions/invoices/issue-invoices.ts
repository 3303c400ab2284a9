// Drawing up and approving in one go, for whoever has looked at it all before: a billing run that was rehearsed. What is
// composed is what is posted, in one transaction under the locks of the jobs; nothing is reserved, for nobody else gets in
// between. Everything else is as if the drafts had been made and approved.

import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { insertInvoices, takeInvoiceIds } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs } from '#store/ledger/items.ts';
import type { Context } from '../context.ts';
import type { TakenIds } from '../item-ids.ts';
import { inParts, togetherOrAlone } from './batch.ts';
import type { InvoiceContent } from './content.ts';
import { startOf } from './drafts.ts';
import {
  approvalRefusal,
  approvedOf,
  idsInTurn,
  numberInvoices,
  postEffects,
  readDayRules,
  withInterimIds,
  type Approved,
  type DayRules,
  type ToPost,
} from './post-invoices.ts';
import {
  composeReady,
  jobIdsOf,
  nothingAgainst,
  readBooks,
  readTerms,
  type Prepared,
  type PreparedCheck,
  type Ready,
} from './prepare.ts';
import { insertEffectsOf, insertLinesAndJobs, type Saving } from './save.ts';

/** About thirty invoices of forty entries: what is composed while as many are posted. */
const openItemsPerPart = 1_200;

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
  /** Waited for before numbers are taken, by whoever has to take them after somebody else. */
  readonly inTurn?: (() => Promise<void>) | undefined;
};

/** As issueInvoices, for whoever has seen what the invoices would come to. */
export async function issueChecked(
  tx: Tx,
  context: Context,
  contents: readonly InvoiceContent[],
  { itemIds, ...issuing }: Issuing,
): Promise<Result<Approved>[]> {
  for (const permission of ['invoices.draft', 'invoices.approve'] as const) {
    const permitted = requirePermission(context.principal, permission);
    if (!permitted.ok) return contents.map(() => permitted);
  }
  await lockJobs(tx, contents.flatMap(jobIdsOf));
  const ids = idsInTurn(itemIds);
  return togetherOrAlone(tx, contents, (some) =>
    issueTogether(tx, context, some, { ...issuing, itemIds: ids }),
  );
}

/** An invoice that is posted and is not written yet. */
type Posted = ToPost;

async function issueTogether(
  tx: Tx,
  context: Context,
  contents: readonly InvoiceContent[],
  issuing: Issuing,
): Promise<Result<Approved>[]> {
  const wanted = contents.map((content) => ({ content, exceptDraft: null, only: null }));
  const [rules, ids, ready] = await Promise.all([
    readDayRules(tx, context),
    takeInvoiceIds(tx, contents.length),
    readTerms(tx, context, wanted, { hold: true }),
  ]);
  const accepted = ready.flatMap((one) => (one.ok ? [one.value] : []));
  const results = (await postParts(tx, context, accepted, { ...issuing, rules, ids: ids.values() })).values();
  const posted = ready.map((one) => (one.ok ? results.next().value! : one));
  const toWrite = posted.flatMap((one) => (one.ok ? [one.value] : []));
  await issuing.inTurn?.();
  const written = (await writeNumbered(tx, context, toWrite)).values();
  return posted.map((one) => (one.ok ? done(written.next().value!) : one));
}

type Posting = Issuing & { readonly rules: DayRules; readonly ids: Iterator<number> };

/**
 * In parts: while the database posts one, the next is composed. What that one is composed from is asked for before, so it has
 * to be of other jobs; one that is not waits until everything before it is posted.
 */
async function postParts(
  tx: Tx,
  context: Context,
  ready: readonly Ready[],
  work: Posting,
): Promise<Result<Posted>[]> {
  const parts = await inParts(tx, ready, jobIdsOfReady, openItemsPerPart);
  const results: Result<Posted>[] = [];
  const underWay = new UnderWay();
  const seen = new Set<number>();
  try {
    let reading = readBooks(tx, parts[0] ?? []);
    for (const [place, part] of parts.entries()) {
      const books = await reading;
      for (const jobId of part.flatMap(jobIdsOfReady)) seen.add(jobId);
      const next = parts[place + 1] ?? [];
      const isApart = next.flatMap(jobIdsOfReady).every((jobId) => !seen.has(jobId));
      if (isApart) reading = underWay.begin(readBooks(tx, next));
      // What was asked for leaves now, and whoever else waits for this process gets a turn.
      await turnOfOthers();
      const own = withIds(judge(context, await composeReady(tx, part, books), work), work);
      const accepted = own.flatMap((one) => (one.ok ? [one.value] : []));
      results.push(...own);
      void underWay.begin(postPart(tx, context, accepted));
      if (!isApart) {
        await underWay.all();
        reading = readBooks(tx, next);
      }
    }
    await underWay.all();
    return results;
  } finally {
    await underWay.settled();
  }
}

function jobIdsOfReady({ wanted }: Ready): number[] {
  return jobIdsOf(wanted.content);
}

/** What was composed, and what stands against it. */
function judge(
  context: Context,
  prepared: readonly Result<Prepared>[],
  { check, rules }: Posting,
): Result<Prepared>[] {
  return prepared.map(
    (one) => (one.ok ? (check(one.value) ?? approvalRefusal(context, one.value, rules)) : null) ?? one,
  );
}

function withIds(checked: readonly Result<Prepared>[], { ids, itemIds }: Posting): Result<Posted>[] {
  const accepted = checked.flatMap((one) => (one.ok ? [one.value] : []));
  const toPost = withInterimIds(
    accepted.map((prepared) => ({ id: ids.next().value as number, prepared })),
    itemIds,
  ).values();
  return checked.map((one) => (one.ok ? done(toPost.next().value!) : one));
}

async function postPart(tx: Tx, context: Context, invoices: readonly Posted[]): Promise<void> {
  if (invoices.length === 0) return;
  await Promise.all([postEffects(tx, context, invoices), insertEffectsOf(tx, invoices.map(savingOf))]);
}

function savingOf({ id: invoiceId, prepared, effects }: Posted): Saving {
  return { invoiceId, prepared, effects };
}

/** The invoices themselves are written once, with their numbers. */
async function writeNumbered(tx: Tx, context: Context, invoices: readonly Posted[]): Promise<Approved[]> {
  const numbered = await numberInvoices(tx, context, invoices);
  await Promise.all([
    insertInvoices(
      tx,
      numbered.map(({ id, prepared, columns }) => ({ id, ...startOf(context, prepared), ...columns })),
    ),
    insertLinesAndJobs(tx, invoices.map(savingOf)),
  ]);
  return numbered.map(approvedOf);
}

/** Statements that travel while others are prepared. Whoever gives up waits for them first: they are of one transaction. */
class UnderWay {
  readonly #all: Promise<unknown>[] = [];

  begin<T>(work: Promise<T>): Promise<T> {
    this.#all.push(work);
    // Whoever waits for all of them hears of a failure.
    work.catch(() => {});
    return work;
  }

  async all(): Promise<void> {
    await Promise.all(this.#all);
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#all);
  }
}
