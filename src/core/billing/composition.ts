// What an invoice comes to: its lines, its effect on each job, what the author should know. Previewing, saving and
// approving all make one of these from the same draft; two are the same exactly when their fingerprints are.

import type { Effect } from './effects.ts';
import type { InvoiceType } from './draft.ts';

export type InvoiceLineKind = 'task' | 'cost' | 'quote' | 'deposit' | 'interim' | 'retention' | 'text';

/** A line as it is invoiced, ex tax. Layouts print lines grouped in several ways; tax and credit notes go by these. */
export type ComposedLine = {
  /**
   * Says what the line is of, and stays the same while the draft changes: `task:7` (a job's task), `time:5` (a job's time
   * of no task), `cost:123`, `typed:5:0` (job, place), `quote:9`, `quoted:5` (job, no line of the quote), `deposit:5`
   * (job), `interim:88`, `retention:5` (job), `excess:5` (job), `line:0`. A line that is divided over taxes adds the tax's id, 0 for none: `interim:88:3`.
   */
  readonly key: string;
  readonly kind: InvoiceLineKind;
  readonly jobId: number | null;
  readonly jobTaskId: number | null;
  readonly costItemId: bigint | null;
  readonly quoteLineId: number | null;
  readonly interimId: bigint | null;
  readonly description: string;
  /** Quantity and price where they multiply out to the amount (half up); else null, and the amount stands alone. */
  readonly minutes: number | null;
  readonly ratePerHourMinor: bigint | null;
  readonly quantityThousandths: number | null;
  readonly unitPriceMinor: bigint | null;
  /** Negative for absorbed interims, retention and supplier's credits. */
  readonly amountMinor: bigint;
  /** Written on the invoice itself; not from recorded work. */
  readonly typed: boolean;
};

/** What the invoice does to a job, minor units; before + on − off − billed − raised + absorbed = after. */
export type JobEffect = {
  readonly jobId: number;
  /** What of the invoice's total is this job's. */
  readonly totalMinor: bigint;
  /** Net WIP. */
  readonly beforeMinor: bigint;
  readonly billedMinor: bigint;
  readonly writtenOnMinor: bigint;
  readonly writtenOffMinor: bigint;
  readonly raisedMinor: bigint;
  readonly absorbedMinor: bigint;
  /** WIP and interims that stay open: the net WIP after. */
  readonly afterMinor: bigint;
  /** Open time and costs that stay, whatever their day. */
  readonly carriedMinor: bigint;
  readonly uninvoicedQuoteBeforeMinor: bigint;
  readonly uninvoicedQuoteAfterMinor: bigint;
};

/** Something the author should know; a question has to be answered before the invoice is approved. */
export type Notice = {
  readonly code:
    | 'savedAsProgress'
    | 'laterWork'
    | 'onOtherDraft'
    | 'quoteExceeded'
    | 'nothingBilled'
    | 'coverUndecided'
    | 'interimOpen'
    | 'linesCopied';
  readonly isQuestion: boolean;
  readonly jobId: number | null;
  readonly lineKey: string | null;
  readonly detail: string;
};

export type Composition = {
  /** A final invoice that leaves billable work open is saved as progress. */
  readonly savedAs: InvoiceType;
  readonly lines: readonly ComposedLine[];
  readonly effects: readonly Effect[];
  readonly jobs: readonly JobEffect[];
  /** Ex tax: the sum of the lines. */
  readonly totalMinor: bigint;
  /** Jobs that leave the WIP manager if nothing is open on them afterwards: those of a final invoice. */
  readonly unlist: readonly number[];
  readonly notices: readonly Notice[];
};
