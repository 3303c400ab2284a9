// What the author of an invoice decides, and what there is to decide on. Both are plain values: compose.ts turns them
// into the invoice's lines and its effect on WIP, the same for a preview, a draft and an approval.
//
// Amounts are minor units of the invoice's currency, ex tax. Quantities are minutes of time and thousandths of a cost's
// unit. An item (time entry, cost, interim) is named by its id.

import type { CivilDate } from '../calendar/civil-date.ts';
import type { CurrencyCode } from '../money/currencies.ts';
import type { OpenItem } from '../wip/lines.ts';

export type InvoiceType = 'progress' | 'final';

/** From recorded work, from the accepted quote, ahead of either, or without the work of a job. */
export type InvoiceBasis = 'actual' | 'quoted' | 'deposit' | 'miscellaneous';

/** What happens to an open item: "Yes", "No", "Future". */
export type Treatment = 'bill' | 'writeOff' | 'carryForward';

export type ItemDecision = {
  readonly itemId: bigint;
  readonly treatment: Treatment;
  /** How much of it is billed; null: all that is open. More than that is written on. */
  readonly quantity: number | null;
  /** What it is billed at; null: what the quantity is worth. */
  readonly amountMinor: bigint | null;
  /** What becomes of the part that is not billed; null: as the decision table says. */
  readonly rest: 'writeOff' | 'carryForward' | null;
};

export type Absorption = {
  readonly itemId: bigint;
  /** Above 0; null: all that is open of the interim. */
  readonly amountMinor: bigint | null;
};

/** A line written on the invoice itself. */
export type TypedLine = {
  readonly kind: 'task' | 'cost';
  readonly jobTaskId: number | null;
  readonly description: string;
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
  readonly amountMinor: bigint;
  /** Open entries that the line stands for; null: not said, and then a task with open time is asked about. */
  readonly covers: readonly bigint[] | null;
};

/** What of a line of the quote is invoiced now. */
export type QuoteClaim = {
  /** Null: of the quote as a whole. */
  readonly quoteLineId: number | null;
  readonly amountMinor: bigint;
  /** Reckoned from a percentage of the line, which knows nothing of deposits. */
  readonly isPercentage?: boolean;
};

export type JobOnDraft = {
  readonly jobId: number;
  readonly decisions: readonly ItemDecision[];
  readonly absorb: readonly Absorption[];
  /** The author meant every interim; one that cannot be absorbed is told of. */
  readonly absorbsAll?: boolean;
  readonly typed: readonly TypedLine[];
  readonly claims: readonly QuoteClaim[];
  /** Basis deposit: the lump sum, above 0. */
  readonly deposit: { readonly description: string; readonly amountMinor: bigint } | null;
  /** What a final invoice does with billable work up to the cut-off that was not decided on. */
  readonly rest: 'carryForward' | 'writeOff';
  /** Billed above WIP: written on, or kept as an interim. */
  readonly excess: 'writeOn' | 'keepAsCredit';
  /** Held back of what is billed, above 0: the work stays in WIP for as much, and is invoiced when it is released. */
  readonly retention: { readonly description: string; readonly amountMinor: bigint } | null;
};

export type Draft = {
  readonly type: InvoiceType;
  readonly basis: InvoiceBasis;
  /** The client's: all amounts are in it. */
  readonly currency: CurrencyCode;
  readonly invoicedOn: CivilDate;
  /** Work after this day is not offered. */
  readonly cutOffOn: CivilDate;
  /** Fixed pricing: the total of the invoice after absorbed interims and retention; null: calculated from the lines. */
  readonly fixedTotalMinor: bigint | null;
  /** In the order in which they are printed. */
  readonly jobs: readonly JobOnDraft[];
  /** Basis miscellaneous: its lines, which touch no job. */
  readonly lines: readonly TypedLine[];
};

/** An open item with what composing needs to know of it. */
export type BookItem = OpenItem & {
  readonly billable: boolean;
  /** Per hour of time, per unit of a cost; 0 of an interim. */
  readonly priceMinor: bigint;
  /** How a line of its own reads: the cost's or the interim's description. */
  readonly description: string;
  /** The other draft that holds it, by name; null when it is free. */
  readonly onDraft: string | null;
  /** Of an interim that was raised before there was a quote, or beside it, and so does not count as invoiced of it yet. */
  readonly isBesideQuote?: boolean;
};

export type QuoteLineInBook = {
  readonly quoteLineId: number;
  readonly kind: 'task' | 'cost';
  readonly description: string;
  readonly jobTaskId: number | null;
  readonly amountMinor: bigint;
  /** By approved invoices, less credit notes. */
  readonly claimedMinor: bigint;
};

/** A job as the ledger has it at the moment of deciding. */
export type BookJob = {
  readonly jobId: number;
  readonly number: string;
  readonly name: string;
  readonly netWipMinor: bigint;
  /** Everything open on the job, by date then id: also what lies after the cut-off. */
  readonly items: readonly BookItem[];
  readonly jobTaskNames: ReadonlyMap<number, string>;
  /** The accepted quote it is billed by. */
  readonly quote: {
    readonly quoteId: number;
    readonly label: string;
    readonly totalMinor: bigint;
    readonly uninvoicedMinor: bigint;
    readonly lines: readonly QuoteLineInBook[];
  } | null;
};
