// A document as it is printed, before anybody decides on what: every word and figure in its place, nothing of paper,
// ink or pixels. The PDF and the preview in the browser are two drawings of this.

/** `text` takes what width is left and wraps; `label` is short text; `figure` is set right. */
export type PrintedColumn = { readonly label: string; readonly kind: 'text' | 'label' | 'figure' };

export type PrintedRow = {
  /** A heading and a text have one cell, over all columns; of the others each column has one. */
  readonly kind: 'line' | 'heading' | 'subheading' | 'subtotal' | 'text';
  readonly cells: readonly string[];
  /** Below the description, smaller. */
  readonly note: string | null;
  /** What a line adds to the total of its table; 0 of everything else. */
  readonly amountMinor: bigint;
};

export type PrintedTable = {
  readonly heading: string | null;
  readonly columns: readonly PrintedColumn[];
  readonly rows: readonly PrintedRow[];
};

export type PrintedTotal = {
  readonly label: string;
  readonly text: string;
  /** `sum` is what the rows come to with tax; `due` is what is to be paid. */
  readonly weight: 'plain' | 'muted' | 'sum' | 'due';
};

export type PrintedNote = { readonly heading: string; readonly text: string };

export type PrintedDocument = {
  readonly title: string;
  readonly number: string | null;
  /** Across each page, such as DRAFT. */
  readonly stamp: string | null;
  /** Without its ending. */
  readonly fileName: string;
  /** BCP 47. */
  readonly language: string;
  readonly sender: { readonly name: string; readonly lines: readonly string[] };
  readonly recipient: {
    readonly heading: string;
    readonly name: string;
    readonly lines: readonly string[];
  };
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly subject: string | null;
  readonly introduction: string | null;
  /** The totals stand under the first; what is not part of them, such as options, comes after. */
  readonly tables: readonly PrintedTable[];
  readonly totals: readonly PrintedTotal[];
  /** After the totals: how to pay, what else is to be said. */
  readonly notes: readonly PrintedNote[];
  /** Lines to sign on, each with what it is for. */
  readonly signatures: readonly string[];
  readonly footer: string | null;
};
