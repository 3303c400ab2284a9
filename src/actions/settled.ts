// Whether an entry may still be changed: nothing of it has been billed, written off or written on, and no draft holds it.
// The refusal names what stands in the way, so that the reader knows what to undo.

import { journalKinds, type JournalKind } from '#core/ledger/kinds.ts';
import { refuse, refuseAll, type Refusal, type Refused } from '#core/refusal.ts';
import { readHolders } from '#store/billing/drafts.ts';
import type { Tx } from '#store/database.ts';
import { nameCauses } from '#store/ledger/causes.ts';
import type { StandingJournal } from '#store/ledger/items.ts';

const leavesEntryFree: ReadonlySet<JournalKind> = new Set([
  'timeRecorded',
  'costRecorded',
  'revalued',
  'transferred',
]);

/** null when the entry with this history may be changed, deleted or moved. */
export async function settledRefusal(
  tx: Tx,
  history: readonly StandingJournal[],
  field: string,
): Promise<Refused | null> {
  const settling = history.find((journal) => !leavesEntryFree.has(journal.kind));
  if (settling === undefined) return null;
  const [name] = await nameCauses(tx, [settling.cause]);
  const what = `${journalKinds[settling.kind].sentence.toLowerCase()} by ${name} on ${settling.effectiveOn}`;
  const billed = settling.kind === 'wipBilled';
  return refuse(
    billed ? 'alreadyBilled' : 'alreadyAdjusted',
    `The entry was ${what}; ${billed ? 'cancel that' : 'undo that'} first.`,
    {
      field,
      value: String(settling.cause.id),
      accepted: 'an entry of which nothing is billed, written off or written on',
    },
  );
}

/**
 * null when no draft holds any of these items; else a refusal for each that one does. Asked under the locks of their jobs:
 * drafts take items under the same.
 */
export async function draftRefusal(
  tx: Tx,
  itemIds: readonly bigint[],
  fieldOf: (place: number) => string,
): Promise<Refused | null> {
  const holders = await readHolders(tx, itemIds);
  if (holders.size === 0) return null;
  return refuseAll(
    itemIds.flatMap((itemId, place): Refusal[] => {
      const holder = holders.get(itemId);
      if (holder === undefined) return [];
      const detail = `The entry is on ${holder.name}; take it off first.`;
      return [
        {
          code: 'onDraft',
          detail,
          field: fieldOf(place),
          value: String(itemId),
          accepted: 'an entry on no draft',
        },
      ];
    }),
  );
}
