// An invoice that was cancelled in the source after it had been imported: everything it did is reversed, on its own day
// where that is open.

import { foldItems, itemKey } from '#core/ledger/fold.ts';
import { undo } from '#core/wip/undo.ts';
import type { Tx } from '#store/database.ts';
import { lockJobs, readCauseHistory, readLocks, readOpenItems } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import type { ImportRun } from '../run.ts';

/** Null when it was reversed, else why it was not. */
export async function cancelReplayed(tx: Tx, run: ImportRun, invoiceId: number): Promise<string | null> {
  const cause = { kind: 'invoice', id: BigInt(invoiceId) } as const;
  const found = await readCauseHistory(tx, cause);
  const jobIds = [...new Set(found.flatMap((journal) => journal.lines.map((line) => line.jobId)))];
  await lockJobs(tx, jobIds);
  const standing = await readCauseHistory(tx, cause);
  if (standing.length === 0) return null;
  const journals = undo(standing, await readLocks(tx));
  const open = new Map(
    (await readOpenItems(tx, jobIds)).map((item) => [itemKey(item.jobId, item.itemId), item]),
  );
  // Reversing a billing gives back; only an interim that was absorbed since has nothing to take back from.
  for (const [key, change] of foldItems(journals)) {
    const item = open.get(key);
    const takesInterim =
      change.amountMinor > 0n && change.quantity === 0 && item?.kind !== 'time' && item?.kind !== 'cost';
    if (takesInterim && (item === undefined || item.openMinor + change.amountMinor > 0n)) {
      return 'Its interim has been absorbed since; what it did here stays.';
    }
  }
  await post(tx, { journals, actorId: run.author.actorId });
  return null;
}
