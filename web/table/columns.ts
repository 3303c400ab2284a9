import type { ReactNode } from 'react';
import type { FigureRecord } from '../ui/computed-props.ts';
import type { FigureName } from '../util/figure-rules.ts';

/** A column of a table of rows. `total` shows the sum of a whole set where the column has one. */
export type Column<Row, Total = never> = {
  readonly key: string;
  readonly header: string;
  /** The header is only for screen readers, where what stands below it needs none. */
  readonly hidesHeader?: boolean;
  /** Pixels; a column that grows takes its share of what is left over. */
  readonly width: number;
  readonly grows?: boolean;
  /** Words that may be cut off: on a wide window they get some of what is left over. */
  readonly stretches?: boolean;
  readonly align?: 'end';
  /** Stays at the left edge while the rest scrolls. */
  readonly pinned?: boolean;
  readonly sortKey?: string;
  /** A longer explanation for the header. */
  readonly hint?: string;
  /** The figure that it shows; its header says how it is computed. */
  readonly figure?: FigureName | undefined;
  /** Sums that are in the table, to show a figure with its parts. */
  readonly records?: readonly FigureRecord[];
  readonly cell: (row: Row) => ReactNode;
  readonly total?: (total: Total) => ReactNode;
};

/** What the body shows, line by line: rows, and above each group of them its heading with its sums. */
export type Line<Row, Total> =
  | { readonly kind: 'row'; readonly id: string; readonly row: Row; readonly rowIndex: number }
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly label: string;
      readonly count: number;
      readonly total: Total | null;
      readonly collapsed: boolean;
    }
  /** A further sum of the group above it, such as that of another currency. */
  | { readonly kind: 'subtotal'; readonly id: string; readonly total: Total };

export type Sort = { readonly key: string; readonly descending: boolean };

/** 'netWip' and '-netWip', as addresses and the API write it. */
export function parseSort(text: string | undefined): Sort | null {
  if (text === undefined || text === '') return null;
  return text.startsWith('-') ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}

export function formatSort(sort: Sort): string {
  return (sort.descending ? '-' : '') + sort.key;
}
