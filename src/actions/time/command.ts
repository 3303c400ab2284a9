// What callers say about time, and what they get back.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RateSource } from '#core/pricing/rates.ts';
import type { JobBalance } from '#store/ledger/post.ts';

export type TimeCommand = {
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly staffId: number;
  readonly workedOn: CivilDate;
  /** As worked. */
  readonly minutes: number;
  /** Unless said, as the job's task is. */
  readonly billable?: boolean | undefined;
  readonly note?: string | null | undefined;
  /** Minutes after midnight; an end before its start lies on the next day. */
  readonly startMinute?: number | null | undefined;
  readonly endMinute?: number | null | undefined;
};

export type TimeWarning = {
  readonly code: 'dayOverLimit' | 'rateMissing' | 'jobClosed' | 'excludedFromBilling';
  readonly detail: string;
};

export type TimeOutcome = {
  readonly id: bigint;
  readonly version: number;
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly staffId: number;
  readonly workedOn: CivilDate;
  readonly minutes: number;
  readonly billableMinutes: number;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly billable: boolean;
  readonly note: string | null;
  readonly currency: CurrencyCode;
  readonly ratePerHourMinor: bigint;
  readonly rateSource: RateSource;
  readonly amountMinor: bigint;
  readonly costMinor: bigint;
  readonly warnings: readonly TimeWarning[];
};

export type RecordedBatch = {
  readonly entries: readonly TimeOutcome[];
  /** The currency of costs. */
  readonly firmCurrency: CurrencyCode;
  /** The jobs touched, as they stand afterwards. */
  readonly balances: readonly JobBalance[];
};

export const minutesPerEntryMax = 1440;
export const entriesPerRequestMax = 1000;
