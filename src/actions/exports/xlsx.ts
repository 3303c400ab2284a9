// A report as a workbook: a header that stays in view, numbers as numbers in the format of their currency, dates as
// dates, and a sum per currency at the end.

import { civilDate, daysBetween } from '#core/calendar/civil-date.ts';
import { minorDigits, type CurrencyCode } from '#core/money/currencies.ts';
import { divideHalfUp } from '#core/money/division.ts';
import { formatMinor, formatScaled } from '#core/money/money.ts';
import { currencyOf, textOf, valueOf, type ExportColumn, type ExportRow, type ExportTable } from './table.ts';
import { workbookOf, type Cell, type SheetRow } from './workbook.ts';

/** Day 0 of spreadsheets, such that every day after February 1900 has the number they give it. */
const dayZero = civilDate('1900-01-01');

export async function workbook(table: ExportTable, rows: readonly ExportRow[]): Promise<Uint8Array> {
  const columns = table.columns.map((column) => ({
    label: column.label,
    width: widthOf(column),
    isNumber: isNumber(column),
  }));
  const sheetRows = function* (): Generator<SheetRow> {
    for (const row of rows) yield cellsOf(table, row);
    yield* sumRows(table, rows);
  };
  const chunks = await Array.fromAsync(workbookOf({ title: table.title, columns }, sheetRows()));
  return Buffer.concat(chunks);
}

/** A day as the number that spreadsheets have for it. */
export function dateCell(day: string): Cell {
  return { value: String(daysBetween(dayZero, civilDate(day)) + 2), format: 'yyyy-mm-dd' };
}

/** A decimal number as it stands, with as many decimals as it has. */
export function decimalCell(decimal: string): Cell {
  const digits = decimal.split('.')[1]?.length ?? 0;
  return { value: decimal, format: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}` };
}

function cellsOf(table: ExportTable, row: ExportRow): SheetRow {
  return table.columns.map((column) => {
    const value = valueOf(column, row);
    return value === null ? null : cellOf(column, value, { row, table });
  });
}

function cellOf(
  column: ExportColumn,
  value: unknown,
  { row, table }: { row: ExportRow; table: ExportTable },
): Cell {
  switch (column.kind) {
    case 'money':
    case 'cost':
      return amountCell(value as bigint, currencyOf(column, row, table));
    case 'minutes':
      return hoursCell(value as number);
    case 'thousandths':
      return { value: formatScaled(BigInt(value as number), 3), format: '#,##0.###' };
    case 'integer':
      return { value: String(value as number | bigint), format: '0' };
    case 'decimal':
      return decimalCell(value as string);
    case 'date':
      return dateCell(value as string);
    case 'text':
    case 'instant':
    case 'flag':
      return { value: textOf(column, row, table) };
  }
}

function amountCell(minor: bigint, currency: CurrencyCode): Cell {
  const digits = minorDigits(currency);
  const format = digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`;
  return { value: formatMinor(minor, currency), format };
}

/** Hours to the millionth, half up: more than a spreadsheet shows, so that sums of them are those of the minutes. */
function hoursCell(minutes: number): Cell {
  return { value: formatScaled(divideHalfUp(BigInt(minutes) * 1_000_000n, 60n), 6), format: '#,##0.00' };
}

/** A row per currency with the sums of the columns that have one. */
function sumRows(table: ExportTable, rows: readonly ExportRow[]): SheetRow[] {
  if (rows.length === 0 || !table.columns.some((column) => column.summed)) return [];
  const byCurrency = Map.groupBy(rows, (row) => (row.currency ?? table.firmCurrency) as CurrencyCode);
  return [...byCurrency].map(([currency, ofCurrency]) =>
    table.columns.map((column, index): Cell | null => {
      const style = { isBold: true, line: 'above' } as const;
      if (index === 0) return { value: `Total ${currency}`, ...style };
      if (!column.summed) return null;
      return { ...sumCell(column, ofCurrency, currency), ...style };
    }),
  );
}

function sumCell(column: ExportColumn, rows: readonly ExportRow[], currency: CurrencyCode): Cell {
  const values = rows.map((row) => valueOf(column, row)).filter((value) => value !== null);
  if (column.kind === 'money')
    return amountCell(
      (values as bigint[]).reduce((sum, value) => sum + value, 0n),
      currency,
    );
  const sum = (values as number[]).reduce((total, value) => total + value, 0);
  return column.kind === 'minutes' ? hoursCell(sum) : { value: String(sum), format: '#,##0' };
}

function isNumber({ kind }: ExportColumn): boolean {
  return kind !== 'text' && kind !== 'date' && kind !== 'instant' && kind !== 'flag';
}

function widthOf({ kind, label }: ExportColumn): number {
  return Math.max(label.length + 2, kind === 'text' ? 24 : 14);
}
