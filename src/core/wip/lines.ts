// The lines of WIP events on one item. Each builder moves value out of, or into, an item's WIP and says what quantity
// goes with it; callers put lines into journals. Amounts are signed as the item is: a supplier's credit has negative
// value, and its lines move the other way.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Account } from '../ledger/accounts.ts';
import type { ItemKind, Line } from '../ledger/journal.ts';
import type { Movement } from '../ledger/kinds.ts';

/** An item with something open: a row of open_item. */
export type OpenItem = {
  readonly jobId: number;
  readonly itemId: bigint;
  readonly kind: ItemKind;
  readonly originOn: CivilDate;
  /** Minor units of the job's currency; negative for interims and supplier's credits. */
  readonly openMinor: bigint;
  /** Minutes of time, thousandths of a cost's unit; negative for supplier's credits, 0 for interims. */
  readonly openQuantity: number;
  readonly jobTaskId: number | null;
  readonly staffId: number | null;
};

export type Contra =
  | 'billed'
  | 'writtenOff'
  | 'writtenOn'
  | 'revalued'
  | 'transferred'
  | 'recordedTime'
  | 'recordedCost';

/** Takes value and quantity out of an item's WIP: billed, written off, revalued down or moved away. */
export function takeOut(item: OpenItem, contra: Contra, amountMinor: bigint, quantity: number): Line {
  return lineOf(item, [contra, wipAccountOf(item.kind)], amountMinor, quantity);
}

/** Puts value and quantity into an item's WIP: recorded, written on, revalued up or moved here. */
export function putIn(item: OpenItem, contra: Contra, amountMinor: bigint, quantity: number): Line {
  return lineOf(item, [wipAccountOf(item.kind), contra], amountMinor, quantity);
}

function wipAccountOf(kind: ItemKind): Account {
  if (kind === 'interim') return 'interim';
  return kind === 'time' ? 'wipTime' : 'wipCost';
}

function lineOf(item: OpenItem, [debit, credit]: Movement, amountMinor: bigint, quantity: number): Line {
  const backwards = amountMinor < 0n || (amountMinor === 0n && quantity < 0);
  return {
    ...unallocated(item.jobId, debit, credit, amountMinor, item.originOn),
    debit: backwards ? credit : debit,
    credit: backwards ? debit : credit,
    amountMinor: amountMinor < 0n ? -amountMinor : amountMinor,
    quantity: Math.abs(quantity),
    itemId: item.itemId,
    itemKind: item.kind,
    jobTaskId: item.jobTaskId,
    staffId: item.staffId,
  };
}

/** A line that belongs to no item: an unallocated write-on, its billing, a quote. */
// oxlint-disable-next-line max-params -- the five that make a line, in the order in which a bookkeeper says them
export function unallocated(
  jobId: number,
  debit: Account,
  credit: Account,
  amountMinor: bigint,
  on: CivilDate,
): Line {
  return {
    jobId,
    debit,
    credit,
    amountMinor,
    quantity: 0,
    itemId: null,
    itemKind: null,
    jobTaskId: null,
    staffId: null,
    originOn: on,
    costMinor: 0n,
  };
}
