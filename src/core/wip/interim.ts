// Interims: invoiced ahead of matching work, negative WIP until absorbed (docs/ledger-rules.md sections 1 and 2).

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Cause, Journal, Line } from '../ledger/journal.ts';
import { unallocated, type OpenItem } from './lines.ts';

/** A new interim as an item, before its first line. */
export function newInterim(itemId: bigint, jobId: number, raisedOn: CivilDate): OpenItem {
  return {
    jobId,
    itemId,
    kind: 'interim',
    originOn: raisedOn,
    openMinor: 0n,
    openQuantity: 0,
    jobTaskId: null,
    staffId: null,
  };
}

/** Raises an interim of a positive amount in minor units. */
export function raiseInterim(interim: OpenItem, amountMinor: bigint, on: CivilDate, cause: Cause): Journal {
  const lines = [raiseLine(interim, amountMinor)];
  return { kind: 'interimRaised', effectiveOn: on, cause, reverses: null, lines };
}

/** The line that raises a positive amount of a new interim. */
export function raiseLine(interim: OpenItem, amountMinor: bigint): Line {
  if (amountMinor <= 0n) throw new Error(`an interim of ${amountMinor} cannot be raised`);
  const line = unallocated(interim.jobId, 'billed', 'interim', amountMinor, interim.originOn);
  return { ...line, itemId: interim.itemId, itemKind: 'interim' };
}

/** The line that absorbs a positive amount of an interim. */
export function absorbLine(interim: OpenItem, amountMinor: bigint): Line {
  if (amountMinor <= 0n || amountMinor > -interim.openMinor) {
    throw new Error(
      `interim ${interim.itemId} has ${interim.openMinor} open; ${amountMinor} cannot be absorbed`,
    );
  }
  const line = unallocated(interim.jobId, 'interim', 'billed', amountMinor, interim.originOn);
  return { ...line, itemId: interim.itemId, itemKind: 'interim' };
}
