// Write-offs and write-ons by hand: one entry, part of one, or many, with a date and a reason
// (docs/ledger-rules.md section 6). A journal per item, so that an item's own history can be undone by itself.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Cause, Journal, Line } from '../ledger/journal.ts';
import type { CurrencyCode } from '../money/currencies.ts';
import { formatMinor } from '../money/money.ts';
import { done, refuseAll, type Refusal, type Result } from '../refusal.ts';
import { putIn, takeOut, type OpenItem } from './lines.ts';

export type Adjustment = {
  readonly item: OpenItem;
  /** Minor units, signed as the item is; null: all that is open (write-offs only). */
  readonly amountMinor: bigint | null;
  readonly currency: CurrencyCode;
  /** Where the caller named it, for refusals. */
  readonly field: string;
};

/** Takes open value out of items for good. What is written off whole takes its whole quantity with it. */
export function writeOff(adjustments: readonly Adjustment[], on: CivilDate, cause: Cause): Result<Journal[]> {
  return decideEach(adjustments, writeOffProblem, ({ item, amountMinor }) => {
    const amount = amountMinor ?? item.openMinor;
    const quantity = amount === item.openMinor ? item.openQuantity : 0;
    return journalOf('writtenOff', on, cause, takeOut(item, 'writtenOff', amount, quantity));
  });
}

/** Puts value on an open item above what was recorded. */
export function writeOn(adjustments: readonly Adjustment[], on: CivilDate, cause: Cause): Result<Journal[]> {
  return decideEach(adjustments, writeOnProblem, ({ item, amountMinor }) =>
    journalOf('writtenOn', on, cause, putIn(item, 'writtenOn', amountMinor!, 0)),
  );
}

function decideEach(
  adjustments: readonly Adjustment[],
  problemOf: (adjustment: Adjustment) => Refusal | null,
  decide: (adjustment: Adjustment) => Journal,
): Result<Journal[]> {
  const refusals = adjustments.map(problemOf).filter((problem) => problem !== null);
  return refusals.length > 0 ? refuseAll(refusals) : done(adjustments.map(decide));
}

function writeOffProblem({ item, amountMinor, currency, field }: Adjustment): Refusal | null {
  if (item.kind === 'interim') {
    const detail = 'An interim cannot be written off; absorb it on an invoice or wash the job up.';
    return { code: 'notAdjustable', detail, field };
  }
  if (amountMinor === null) return null;
  if (amountMinor === 0n && item.openMinor !== 0n) {
    return { code: 'amountOutOfRange', detail: 'A write-off of nothing changes nothing.', field, value: '0' };
  }
  const within =
    item.openMinor >= 0n
      ? amountMinor >= 0n && amountMinor <= item.openMinor
      : amountMinor <= 0n && amountMinor >= item.openMinor;
  if (within) return null;
  return {
    code: 'exceedsOpenAmount',
    detail: 'The write-off is larger than what is open of the entry.',
    field,
    value: formatMinor(amountMinor, currency),
    accepted: `up to ${formatMinor(item.openMinor, currency)}`,
  };
}

function writeOnProblem({ item, amountMinor, currency, field }: Adjustment): Refusal | null {
  // A supplier's credit at value 0 is told by its quantity.
  const isInCredit = item.kind === 'interim' || item.openMinor < 0n || item.openQuantity < 0;
  if (!isInCredit && amountMinor !== null && amountMinor > 0n) return null;
  return {
    code: isInCredit ? 'notAdjustable' : 'amountOutOfRange',
    detail: 'A write-on puts an amount above 0 on an open time entry or cost.',
    field,
    value: amountMinor === null ? 'nothing' : formatMinor(amountMinor, currency),
    accepted: 'an amount above 0',
  };
}

function journalOf(
  kind: 'writtenOff' | 'writtenOn',
  effectiveOn: CivilDate,
  cause: Cause,
  line: Line,
): Journal {
  return { kind, effectiveOn, cause, reverses: null, lines: [line] };
}
