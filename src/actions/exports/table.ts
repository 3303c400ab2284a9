// A report as a table of cells, for files: what each column holds and where in a row it stands. An amount stands in a
// row under its name with `Minor` behind it and is in the row's currency; what something cost is in the firm's.

import { formatDuration } from '#core/calendar/durations.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor, formatScaled } from '#core/money/money.ts';

export type CellKind =
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

export type ExportColumn = {
  readonly key: string;
  readonly label: string;
  readonly kind: CellKind;
  readonly summed?: true;
};

export type ExportRow = Readonly<Record<string, unknown>>;

export type ExportTable = {
  readonly title: string;
  readonly columns: readonly ExportColumn[];
  readonly firmCurrency: CurrencyCode;
};

/** What a cell holds: a bigint for money, a number, text, or nothing. */
export function valueOf(column: ExportColumn, row: ExportRow): unknown {
  const isAmount = column.kind === 'money' || column.kind === 'cost';
  return row[isAmount ? `${column.key}Minor` : column.key] ?? null;
}

/** The currency of an amount in a row. */
export function currencyOf(column: ExportColumn, row: ExportRow, table: ExportTable): CurrencyCode {
  return column.kind === 'cost' ? table.firmCurrency : (row.currency as CurrencyCode);
}

/** A cell as plain text: decimals without separators, ISO dates, decimal hours. */
export function textOf(column: ExportColumn, row: ExportRow, table: ExportTable): string {
  const value = valueOf(column, row);
  if (value === null) return '';
  switch (column.kind) {
    case 'money':
    case 'cost':
      return formatMinor(value as bigint, currencyOf(column, row, table));
    case 'minutes':
      return formatDuration(value as number, 'decimal');
    case 'thousandths':
      return formatScaled(BigInt(value as number), 3);
    case 'flag':
      return value === true ? 'yes' : 'no';
    case 'text':
    case 'date':
    case 'instant':
    case 'integer':
    case 'decimal':
      return String(value as string | number | bigint);
  }
}
