// What a generated history is made of: batches of events in the order in which they were written down. Each batch carries
// the rows that its journals came from. Ids are positions from 1, like those of the practice; journals carry theirs so
// that a later one can point back to what it reverses.

import type { InvoiceLineKind, JobEffect } from '#core/billing/composition.ts';
import type { Effect } from '#core/billing/effects.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { PostedJournal } from '#core/ledger/journal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { CostEntryRow } from '#store/work/cost-entries.ts';
import type { TimeEntryRow } from '#store/work/time-entries.ts';

export type HistoryBatch = {
  readonly recordedAt: string;
  readonly timeEntries: readonly TimeEntryRow[];
  readonly costEntries: readonly CostEntryRow[];
  readonly interims: readonly PlannedInterim[];
  readonly actions: readonly PlannedAction[];
  readonly undos: readonly PlannedUndo[];
  readonly quotes: readonly PlannedQuote[];
  readonly invoices: readonly PlannedInvoice[];
  readonly cancellations: readonly PlannedCancellation[];
  readonly moves: readonly PlannedMove[];
  readonly journals: readonly AuthoredJournal[];
  /** Jobs that leave the WIP manager with this batch. */
  readonly unlist: readonly number[];
};

export type AuthoredJournal = PostedJournal & { readonly actorId: number };

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

/** A quote, accepted on the day its job began. */
export type PlannedQuote = {
  readonly id: number;
  readonly clientId: number;
  readonly jobId: number;
  readonly name: string;
  readonly acceptedOn: CivilDate;
  readonly totalMinor: bigint;
  readonly currency: CurrencyCode;
  readonly lines: readonly PlannedQuoteLine[];
  readonly authorId: number;
  readonly recordedAt: string;
};

/** Ids count over all quotes. */
export type PlannedQuoteLine = {
  readonly id: number;
  readonly jobTaskId: number;
  readonly taskId: number;
  readonly description: string;
  readonly minutes: number;
  readonly amountMinor: bigint;
};

export type PlannedInvoice = {
  readonly id: number;
  readonly clientId: number;
  readonly jobId: number;
  readonly description: string;
  readonly type: 'progress' | 'final';
  readonly basis: 'actual' | 'quoted' | 'deposit';
  /** Whether the total follows from the lines or was agreed. */
  readonly pricing: 'calculated' | 'fixed';
  readonly issuedOn: CivilDate;
  /** Ex tax. */
  readonly totalMinor: bigint;
  readonly currency: CurrencyCode;
  readonly layout: 'progressClaim' | null;
  /** The quote that it claims of. */
  readonly quoteId: number | null;
  readonly lines: readonly PlannedLine[];
  readonly effects: readonly PlannedEffect[];
  readonly movement: PlannedMovement;
  readonly recordedAt: string;
};

export type PlannedLine = {
  readonly kind: InvoiceLineKind;
  readonly jobTaskId: number | null;
  /** The cost that it bills, or the interim that it deducts. */
  readonly itemId: bigint | null;
  readonly quoteLineId: number | null;
  readonly description: string;
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly amountMinor: bigint;
  /** Where it claims something else of its line of the quote than its amount. */
  readonly claimedMinor: bigint | null;
};

/** What an invoice does in the ledger, and the line it is under, counted from 0. */
export type PlannedEffect = { readonly effect: Effect; readonly linePlace: number | null };

export type PlannedMovement = Omit<
  JobEffect,
  'jobId' | 'carriedMinor' | 'uninvoicedQuoteBeforeMinor' | 'uninvoicedQuoteAfterMinor'
>;

/** An invoice issued before is taken back; its number stays used. */
export type PlannedCancellation = {
  readonly invoiceId: number;
  readonly actorId: number;
  readonly reason: string;
};

/** Time entries that stand on another job from now on. */
export type PlannedMove = {
  readonly itemIds: readonly bigint[];
  readonly jobId: number;
  readonly jobTaskId: number;
};
