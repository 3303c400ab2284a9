// Recording time: what an entry is worth and the journal that says so (docs/ledger-rules.md sections 2 and 3).

import type { CivilDate } from '../calendar/civil-date.ts';
import type { Journal } from '../ledger/journal.ts';
import { multiplyRate } from '../money/money.ts';
import { putIn, type OpenItem } from './lines.ts';

export type TimeToRecord = {
  readonly itemId: bigint;
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly staffId: number;
  readonly workedOn: CivilDate;
  /** As worked. */
  readonly minutes: number;
  /** As rounded by the policy of firm, client or job. */
  readonly billableMinutes: number;
  readonly billable: boolean;
  /** The job accrues no WIP; the entry stands at value 0. */
  readonly excluded: boolean;
  /** Minor units of the job's currency. */
  readonly ratePerHourMinor: bigint;
  /** Minor units of the firm's currency. */
  readonly costPerHourMinor: bigint;
  /** A value handed over with the entry (an import that knows it); null: billable minutes × rate. */
  readonly givenAmountMinor?: bigint | null;
};

export type RecordedTime = {
  /** Billable minutes at the rate, rounded once, half up; 0 when not billable or the job is excluded. */
  readonly amountMinor: bigint;
  /** Minutes as worked at the cost rate, rounded once, half up. */
  readonly costMinor: bigint;
  readonly journal: Journal;
};

export function recordTime(entry: TimeToRecord): RecordedTime {
  const accrues = entry.billable && !entry.excluded;
  const worthMinor = entry.givenAmountMinor ?? multiplyRate(entry.billableMinutes, entry.ratePerHourMinor);
  const amountMinor = accrues ? worthMinor : 0n;
  const costMinor = multiplyRate(entry.minutes, entry.costPerHourMinor);
  const item: OpenItem = {
    jobId: entry.jobId,
    itemId: entry.itemId,
    kind: 'time',
    originOn: entry.workedOn,
    openMinor: 0n,
    openQuantity: 0,
    jobTaskId: entry.jobTaskId,
    staffId: entry.staffId,
  };
  const journal: Journal = {
    kind: 'timeRecorded',
    effectiveOn: entry.workedOn,
    cause: { kind: 'timeEntry', id: entry.itemId },
    reverses: null,
    lines: [{ ...putIn(item, 'recordedTime', amountMinor, entry.billableMinutes), costMinor }],
  };
  return { amountMinor, costMinor, journal };
}
