// Many invoices in one transaction, each accepted or refused by itself. Whatever can be refused is refused before anything
// is written. What comes out only in writing (a constraint of the database, a number series that is gone) would take the
// others with it; so the batch goes back to a savepoint, and is done again one by one.
//
// Whoever begins a batch has locked all its documents, and then all its jobs, before.

import { refuse, type Refused, type Result } from '#core/refusal.ts';
import { bookItemsMax, countOpenItems } from '#store/billing/book.ts';
import { constraintOf } from '#store/constraints.ts';
import type { Tx } from '#store/database.ts';
import { isUnreachable } from '#store/unreachable.ts';
import { refusalOfError } from '../failures.ts';

/** An invoice is refused, and something of it is written already. */
export class RefusedInWriting extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(refused.refusals.map(({ detail }) => detail).join(' '));
    this.refused = refused;
  }
}

/** The only one of a batch of one, in a transaction that a refusal rolls back. */
export async function onlyOneOf<T>(results: Promise<readonly Result<T>[]>): Promise<Result<T>> {
  try {
    return (await results)[0]!;
  } catch (error) {
    if (error instanceof RefusedInWriting) return error.refused;
    throw error;
  }
}

/** The results in the order of the batch. */
export async function togetherOrAlone<Item, T>(
  tx: Tx,
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<Result<T>[]>,
): Promise<Result<T>[]> {
  const together = await withSavepoint(tx, () => work(items));
  if (together.ok) return together.value;
  const results: Result<T>[] = [];
  for (const item of items) {
    const alone = await withSavepoint(tx, () => work([item]));
    results.push(alone.ok ? alone.value[0]! : alone);
  }
  return results;
}

/** One of several that are done one after the other; what it has written goes with its refusal. */
export async function refusedAlone<T>(tx: Tx, work: () => Promise<Result<T>>): Promise<Result<T>> {
  return withSavepoint(tx, async () => {
    const result = await work();
    if (!result.ok) throw new RefusedInWriting(result);
    return result.value;
  });
}

async function withSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<Result<T>> {
  await tx.query('savepoint batch');
  try {
    const value = await work();
    await tx.query('release savepoint batch');
    return { ok: true, value };
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === null) throw error;
    await tx.query('rollback to savepoint batch');
    await tx.query('release savepoint batch');
    return refused;
  }
}

/** Integrity constraints, values out of range, and what the ledger itself refuses. */
const refusedByDatabase = /^(22|23|WL)/;

function refusalOf(error: unknown): Refused | null {
  if (error instanceof RefusedInWriting) return error.refused;
  if (!(error instanceof Error) || isUnreachable(error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (!refusedByDatabase.test(code)) return null;
  return refusalOfError(error) ?? unforeseen(code, constraintOf(error));
}

const outOfRange = '22003';

/** No sentence of the database reaches people: what it says is the name of the rule, for whoever looks for it. */
function unforeseen(code: string, rule: unknown): Refused {
  if (code === outOfRange)
    return refuse('amountOutOfRange', 'An amount of the invoice is larger than can be kept.');
  return refuse(
    'conflict',
    'The books do not take the invoice as it is. Open it, look at its amounts and dates, and save it again.',
    { value: typeof rule === 'string' ? rule : code },
  );
}

/**
 * Divides a batch into parts that are prepared together: of a part, no two have a job in common, so that each can be
 * composed as if it were the only one, and no part is too large to hold in memory. Items stay in their order.
 */
export async function inParts<Item>(
  tx: Tx,
  items: readonly Item[],
  jobIdsOf: (item: Item) => readonly number[],
  itemsMax = bookItemsMax,
): Promise<Item[][]> {
  if (items.length <= 1) return [[...items]];
  const open = await countOpenItems(tx, [...new Set(items.flatMap(jobIdsOf))]);
  const parts: Item[][] = [];
  let seen = new Set<number>();
  let openItems = 0;
  for (const item of items) {
    const jobIds = [...new Set(jobIdsOf(item))];
    const own = jobIds.reduce((sum, jobId) => sum + (open.get(jobId) ?? 0), 0);
    if (parts.length === 0 || openItems + own > itemsMax || jobIds.some((jobId) => seen.has(jobId))) {
      parts.push([]);
      seen = new Set();
      openItems = 0;
    }
    parts.at(-1)!.push(item);
    for (const jobId of jobIds) seen.add(jobId);
    openItems += own;
  }
  return parts;
}
