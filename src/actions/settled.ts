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

export type Settlement = {
  readonly isBilled: boolean;
  /** Why the entry cannot be changed, and what to undo first. */
  readonly sentence: string;
  readonly causeId: bigint;
};

/** What stands in the way of changing entries with these histories; an entry that may be changed is absent. */
export async function settlementsOf<Key>(
  tx: Tx,
  histories: ReadonlyMap<Key, readonly StandingJournal[]>,
): Promise<Map<Key, Settlement>> {
  const settling = [...histories].flatMap(([key, history]) => {
    const journal = history.find(({ kind }) => !leavesEntryFree.has(kind));
    return journal === undefined ? [] : [{ key, journal }];
  });
  if (settling.length === 0) return new Map();
  const names = await nameCauses(
    tx,
    settling.map(({ journal }) => journal.cause),
  );
  return new Map(
    settling.map(({ key, journal: { kind, cause, effectiveOn } }, place) => {
      const isBilled = kind === 'wipBilled';
      const what = `${journalKinds[kind].sentence.toLowerCase()} by ${names[place]} on ${effectiveOn}`;
      const sentence = `The entry was ${what}; ${isBilled ? 'cancel that' : 'undo that'} first.`;
      return [key, { isBilled, sentence, causeId: cause.id }];
    }),
  );
}

/** null when the entry with this history may be changed, deleted or moved. */
export async function settledRefusal(
  tx: Tx,
  history: readonly StandingJournal[],
  field: string,
): Promise<Refused | null> {
  const settlement = (await settlementsOf(tx, new Map([['entry', history]]))).get('entry');
  if (settlement === undefined) return null;
  return refuse(settlement.isBilled ? 'alreadyBilled' : 'alreadyAdjusted', settlement.sentence, {
    field,
    value: String(settlement.causeId),
    accepted: 'an entry of which nothing is billed, written off or written on',
  });
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
