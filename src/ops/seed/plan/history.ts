// What a generated history is made of: batches of events in the order in which they were written down. Each batch carries
// the rows that its journals came from. Ids are positions from 1, like those of the practice; journals carry theirs so
// that a later one can point back to what it reverses.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { PostedJournal } from '#core/ledger/journal.ts';
import type { RateSource } from '#core/pricing/rates.ts';

export type HistoryBatch = {
  readonly recordedAt: string;
  readonly timeEntries: readonly PlannedTimeEntry[];
  readonly costEntries: readonly PlannedCostEntry[];
  readonly interims: readonly PlannedInterim[];
  readonly actions: readonly PlannedAction[];
  readonly undos: readonly PlannedUndo[];
  readonly invoices: readonly PlannedInvoice[];
  readonly moves: readonly PlannedMove[];
  readonly journals: readonly AuthoredJournal[];
  /** Jobs that leave the WIP manager with this batch. */
  readonly unlist: readonly number[];
};

export type AuthoredJournal = PostedJournal & { readonly actorId: number };

export type PlannedTimeEntry = {
  readonly id: bigint;
  readonly jobId: number;
  readonly jobTaskId: number;
  readonly staffId: number;
  readonly workedOn: CivilDate;
  readonly minutes: number;
  readonly billableMinutes: number;
  readonly startMinute: number | null;
  readonly endMinute: number | null;
  readonly billable: boolean;
  readonly rateSource: RateSource;
  readonly rateId: number | null;
  readonly ratePerHourMinor: bigint;
  readonly amountMinor: bigint;
  readonly costMinor: bigint;
  readonly note: string | null;
};

export type PlannedCostEntry = {
  readonly id: bigint;
  readonly jobId: number;
  readonly incurredOn: CivilDate;
  readonly description: string;
  readonly code: string;
  readonly supplier: string;
  readonly quantityThousandths: number;
  readonly unitCostMinor: bigint;
  readonly unitPriceMinor: bigint;
  readonly amountMinor: bigint;
  readonly costMinor: bigint;
  readonly billable: boolean;
  readonly actual: boolean;
};

export type PlannedInterim = {
  readonly id: bigint;
  readonly jobId: number;
  readonly raisedOn: CivilDate;
  readonly amountMinor: bigint;
  readonly description: string;
};

export type PlannedAction = {
  readonly id: number;
  readonly kind: 'writeOff' | 'writeOn' | 'washUp' | 'revaluation' | 'move';
  readonly effectiveOn: CivilDate;
  /** Position in the firm's list of reasons. */
  readonly reasonId: number | null;
  readonly note: string;
  readonly actorId: number;
};

export type PlannedUndo = {
  readonly actionId: number;
  readonly effectiveOn: CivilDate;
  readonly note: string;
  readonly actorId: number;
};

export type PlannedInvoice = {
  readonly id: number;
  readonly jobId: number;
  readonly kind: 'progress' | 'final' | 'deposit';
  readonly basis: 'actual' | 'quoted';
  readonly issuedOn: CivilDate;
  /** Ex tax. */
  readonly totalMinor: bigint;
  readonly currency: string;
  /** The invoice with this id, issued before, is cancelled by this batch; its journals are the reversals. */
  readonly cancels: number | null;
};

/** A time entry that stands on another job from now on, priced there. */
export type PlannedMove = Pick<
  PlannedTimeEntry,
  'id' | 'jobId' | 'jobTaskId' | 'rateSource' | 'rateId' | 'ratePerHourMinor' | 'amountMinor'
>;
