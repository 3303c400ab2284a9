// A report as a table: what each column is called, what it holds and whether it has a sum. The JSON of a report has a
// field of the same name; CSV and XLSX have the columns of this list, in its order, and the web starts from it.

import type { Permission } from '#core/access/permissions.ts';

/**
 * `money` is in the row's own currency, `cost` in the firm's; `minutes` and `thousandths` are whole numbers in JSON and
 * decimal hours and units in files. `decimal` is a plain number as text, such as a percentage or a number of days.
 */
export type ColumnKind =
  | 'text'
  | 'date'
  | 'instant'
  | 'money'
  | 'cost'
  | 'integer'
  | 'minutes'
  | 'thousandths'
  | 'decimal'
  | 'flag';

export type ReportColumn<Key extends string = string> = {
  readonly key: Key;
  readonly label: string;
  readonly kind: ColumnKind;
  /** Has a sum per currency at the end of a file. */
  readonly summed?: true;
  /** Left out for those who lack this. */
  readonly permission?: Permission;
};

/** The columns of a report, held against the keys of its rows. */
export function columnsOf<Row>(
  ...columns: ReportColumn<Extract<keyof Row, string>>[]
): readonly ReportColumn[] {
  return columns;
}
