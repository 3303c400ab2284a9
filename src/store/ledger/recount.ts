// What a recount of the ledger is, and what it finds.

import type { Tx } from '../database.ts';

/** What a difference is about. */
export type CheckName =
  | 'jobMonth'
  | 'jobBalance'
  | 'jobAge'
  | 'pastBalance'
  | 'firmMonth'
  | 'firmReason'
  | 'listedJob'
  | 'openItem'
  | 'listing'
  | 'transferred'
  | 'lineShape'
  | 'lineOfJournal'
  | 'journalWithoutLines'
  | 'reversal'
  | 'timeEntry'
  | 'costEntry'
  | 'interim'
  | 'itemJob'
  | 'documentEffect'
  | 'documentTotal'
  | 'creditedLine'
  | 'settlement'
  | 'payment'
  | 'numberSeries'
  | 'draftItem';

export type Difference = {
  readonly check: CheckName;
  /** Which row: the parts of its key. */
  readonly identity: Readonly<Record<string, string | number | null>>;
  readonly column: string;
  /** What stands there; null: nothing does. */
  readonly stored: string | null;
  /** What the lines say; null: nothing should be there. */
  readonly recounted: string | null;
};

export type Recount = {
  /** For whoever watches. */
  readonly name: string;
  /** What the comparisons share. */
  readonly with?: string;
  /** $1 is the firm, then the parameters. */
  readonly comparisons: readonly string[];
  readonly parameters?: readonly unknown[];
  /**
   * Each thing it joins is read whole, never looked up row by row. Of a firm that is new PostgreSQL knows no numbers yet, takes
   * it for a handful of rows, and would read everything again for each of them: minutes for hundreds of invoices.
   */
  readonly isOfWholes?: boolean;
  /** Further parameters, drawn anew for each run. */
  readonly draw?: (tx: Tx) => Promise<readonly unknown[]>;
};
