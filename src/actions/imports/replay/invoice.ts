// An imported invoice with everything it refers to found: what replaying it is decided from.

import type { Effect } from '#core/billing/effects.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Cause, Journal } from '#core/ledger/journal.ts';
import type { InvoiceJob } from '#store/billing/effects.ts';
import type { InvoiceBasis, InvoiceType } from '#store/billing/invoices.ts';

export type Treatment = 'bill' | 'writeOff' | 'carryForward';

export type InvoicedEntry = {
  /** Null when the entry was not imported. */
  readonly itemId: bigint | null;
  readonly treatment: Treatment;
  /** Its minutes at its rate on the invoice; null when the source does not say. */
  readonly worthMinor: bigint | null;
};

export type TaskLine = {
  /** Of the document's line. */
  readonly lineKey: string;
  readonly name: string;
  readonly amountMinor: bigint;
  /** Written on the invoice itself. */
  readonly typed: boolean;
  readonly entries: readonly InvoicedEntry[];
  /** The job's tasks that it may be, where the source does not tell the entries. */
  readonly jobTaskIds: readonly number[];
};

export type CostLine = {
  readonly lineKey: string;
  readonly name: string;
  readonly amountMinor: bigint;
  readonly typed: boolean;
  readonly itemId: bigint | null;
  readonly quantityThousandths: number | null;
};

export type InvoicedJob = {
  readonly jobId: number;
  readonly jobNumber: string;
  /** Whether the job is billed by an accepted quote, and for how much. */
  readonly quoteMinor: bigint | null;
  readonly tasks: readonly TaskLine[];
  readonly costs: readonly CostLine[];
};

export type InvoiceToReplay = {
  readonly label: string;
  readonly cause: Cause;
  readonly on: CivilDate;
  /** Work after this day was not offered. */
  readonly cutOffOn: CivilDate;
  readonly type: InvoiceType;
  readonly basis: InvoiceBasis;
  readonly isFixedPrice: boolean;
  readonly totalMinor: bigint;
  readonly jobs: readonly InvoicedJob[];
  /** An id for an interim on each job, in their order. */
  readonly interimIds: readonly bigint[];
};

export type ReplayNote = {
  readonly severity: 'difference' | 'note';
  readonly code: string;
  readonly detail: string;
  readonly jobId: number | null;
};

/** What an invoice did, under the keys of its lines. */
export type Decided = {
  readonly effects: readonly Effect[];
  readonly notes: readonly ReplayNote[];
  /** Jobs that leave the WIP manager if nothing is open on them. */
  readonly unlist: readonly number[];
};

export type Replayed = Decided & {
  readonly journals: readonly Journal[];
  readonly jobs: readonly InvoiceJob[];
};
