// What Estimated Billings is asked, and what it answers, live or of a past moment.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { JobFilter } from './filters.ts';
import type { Position, SortKey } from './keyset.ts';
import type { Moment } from './moment.ts';

export type BillingFigures = {
  wipTimeMinor: bigint;
  wipCostMinor: bigint;
  interimsMinor: bigint;
  netWipMinor: bigint;
  /** Null when the job has no accepted quote. */
  uninvoicedQuoteMinor: bigint | null;
  /** What of net WIP drafts hold; null of a past moment, for drafts have no history. */
  onDraftMinor: bigint | null;
  ageCurrentMinor: bigint;
  ageOneMonthMinor: bigint;
  ageTwoMonthsMinor: bigint;
  ageThreeMonthsPlusMinor: bigint;
};

export type EstimatedBillingsRow = BillingFigures & {
  jobId: number;
  jobNumber: string;
  jobName: string;
  clientId: number;
  clientName: string;
  managerId: number | null;
  managerName: string | null;
  partnerId: number | null;
  partnerName: string | null;
  stateId: number;
  stateName: string;
  stateType: 'planned' | 'inProgress' | 'onHold' | 'completed' | 'cancelled';
  category: string | null;
  currency: CurrencyCode;
  lastActivityOn: CivilDate | null;
  lastBilledOn: CivilDate | null;
  emptyReason: EmptyReason | null;
};

/**
 * Why nothing is left to invoice: drafts hold all of it, a draft of another kind waits for approval, the accepted quote is
 * invoiced in full although work is open, or everything was invoiced or written off.
 */
export type EmptyReason = 'onDraft' | 'unapproved' | 'capped' | 'allInvoiced';

export type Grouping = 'client' | 'manager' | 'partner' | 'state';

export type BillingTotals = BillingFigures & {
  groupId: number | null;
  groupName: string | null;
  currency: CurrencyCode;
  jobs: number;
};

/** The least net WIP in minor units, of either sign, for currencies with this many digits. */
export type MinimumMinor = ReadonlyMap<number, { currencies: readonly CurrencyCode[]; minor: bigint }>;

export type EstimatedBillingsQuestion = {
  readonly moment: Moment;
  readonly now: string;
  /** The month from which ages count. */
  readonly agesFrom: CivilDate;
  readonly filter: JobFilter & {
    readonly sign?: 'positive' | 'negative' | 'zero' | undefined;
    readonly minimum?: MinimumMinor | undefined;
  };
  readonly groupBy: Grouping | null;
  readonly keys: readonly SortKey[];
  readonly limit: number;
  readonly position: Position | null;
};

export type BillingPage = {
  readonly rows: EstimatedBillingsRow[];
  /** Of everything that the filter finds, per group (when grouped) and currency, in the order of the groups. */
  readonly totals: BillingTotals[];
};
