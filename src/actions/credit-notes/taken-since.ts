// Whether a document can take back from items what it wants to: an interim that was absorbed since has nothing left to take
// back, work that was billed again cannot be billed once more, and what is on a draft is the draft's.

import { foldItems, itemKey } from '#core/ledger/fold.ts';
import type { Journal, Line } from '#core/ledger/journal.ts';
import { journalKinds } from '#core/ledger/kinds.ts';
import { refuse, type Refused } from '#core/refusal.ts';
import { readHolders } from '#store/billing/drafts.ts';
import type { Tx } from '#store/database.ts';
import { nameCauses } from '#store/ledger/causes.ts';
import { readItemHistories, readOpenItems } from '#store/ledger/items.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import { excludedRefusal } from '../wip/act.ts';

export function jobsOf(journals: readonly Journal[]): number[] {
  return [...new Set(journals.flatMap((journal) => journal.lines.map((line) => line.jobId)))];
}

/** null when the journals may be posted. Read under the locks of their jobs. */
export async function takenSinceRefusal(tx: Tx, journals: readonly Journal[]): Promise<Refused | null> {
  const changes = foldItems(journals);
  const open = await readOpenItems(tx, jobsOf(journals));
  const present = new Map(open.map((item) => [itemKey(item.jobId, item.itemId), item]));
  const taken: Line[] = [];
  for (const [key, { line, side }] of sidesOf(journals)) {
    const change = changes.get(key)!;
    const takesValue = BigInt(side) * change.amountMinor < 0n;
    if (!takesValue && side * change.quantity >= 0) continue;
    taken.push(line);
    const item = present.get(key);
    const openAfter = BigInt(side) * ((item?.openMinor ?? 0n) + change.amountMinor);
    const quantityAfter = side * ((item?.openQuantity ?? 0) + change.quantity);
    if (openAfter < 0n || quantityAfter < 0) return sayWhatTook(tx, line);
  }
  return (await heldByDraft(tx, taken)) ?? (await excludedJobs(tx, changes));
}

type Sided = { readonly line: Line; readonly side: 1 | -1 };

/** On which side each item stands. What is open never changes sides: an interim is below 0, a supplier's credit too. */
function sidesOf(journals: readonly Journal[]): Map<string, Sided> {
  const sides = new Map<string, Sided>();
  for (const { kind, lines } of journals) {
    for (const line of lines) {
      if (line.itemId === null) continue;
      const key = itemKey(line.jobId, line.itemId);
      if (!sides.has(key)) sides.set(key, { line, side: line.itemKind === 'interim' ? -1 : 1 });
      const isWrittenOn = line.debit === 'writtenOn' || line.credit === 'writtenOn';
      if (line.itemKind !== 'cost' || isWrittenOn) continue;
      const isOrdinary = kind === 'reversed' ? line.debit === 'wipCost' : line.credit === 'wipCost';
      sides.set(key, { line, side: isOrdinary ? 1 : -1 });
    }
  }
  return sides;
}

async function sayWhatTook(tx: Tx, { jobId, itemId, itemKind }: Line): Promise<Refused> {
  const history = (await readItemHistories(tx, [{ jobId, itemId: itemId! }])).get(itemId!) ?? [];
  const last = history.at(-1);
  const [name] = last === undefined ? ['something'] : await nameCauses(tx, [last.cause]);
  const what = last === undefined ? 'taken' : journalKinds[last.kind].sentence.toLowerCase();
  const isInterim = itemKind === 'interim';
  const detail = isInterim
    ? `An interim that it raised has been absorbed since by ${name}; cancel or undo that first.`
    : `Entry ${itemId} has been settled since (${what} by ${name}); cancel or undo that first.`;
  return refuse(isInterim ? 'interimAbsorbed' : 'alreadyBilled', detail, {
    field: 'id',
    value: String(itemId),
    accepted: isInterim ? 'a document whose interims are open' : 'a document whose work is not settled again',
  });
}

async function heldByDraft(tx: Tx, taken: readonly Line[]): Promise<Refused | null> {
  if (taken.length === 0) return null;
  const holders = await readHolders(
    tx,
    taken.map(({ itemId }) => itemId!),
  );
  const [held] = holders;
  if (held === undefined) return null;
  const [itemId, { name }] = held;
  return refuse('onDraft', `Entry ${itemId} is on ${name}; take it off there first.`, {
    field: 'id',
    value: String(itemId),
    accepted: 'entries and interims that are on no draft',
  });
}

/** WIP is not put back on a job that accrues none. */
async function excludedJobs(
  tx: Tx,
  changes: ReadonlyMap<string, { amountMinor: bigint }>,
): Promise<Refused | null> {
  const moved = [...changes].filter(([, { amountMinor }]) => amountMinor !== 0n);
  const jobIds = [...new Set(moved.map(([key]) => Number(key.split('/')[0])))];
  if (jobIds.length === 0) return null;
  const { jobs } = await loadJobContexts(tx, jobIds, [], { hold: true });
  return excludedRefusal(jobs.values());
}
