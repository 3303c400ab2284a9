// A workbook with one sheet: a header that stays in view, numbers as numbers in the format of their currency, dates as
// dates, and a sum per currency at the end. Text is typed as text, so nothing in it can act as a formula.

import writeWorkbook from 'write-excel-file/node';
import type { CellObject, SheetData } from 'write-excel-file/node';
import { civilDate, daysBetween } from '#core/calendar/civil-date.ts';
import { minorDigits, type CurrencyCode } from '#core/money/currencies.ts';
import { currencyOf, textOf, valueOf, type ExportColumn, type ExportRow, type ExportTable } from './table.ts';

const sheetNameMax = 31;
const cellTextMax = 32_000;
/** What XML cannot hold. */
// oxlint-disable-next-line no-control-regex
const notXml = /[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g;
/** Day 0 of spreadsheets, such that every day after February 1900 has the number they give it. */
const dayZero = civilDate('1900-01-01');

export async function workbook(table: ExportTable, rows: readonly ExportRow[]): Promise<Uint8Array> {
  const header = table.columns.map((column): CellObject => ({
    value: column.label,
    type: String,
    fontWeight: 'bold',
    align: isNumber(column) ? 'right' : 'left',
    bottomBorderStyle: 'thin',
  }));
  const data: SheetData = [header, ...rows.map((row) => cellsOf(table, row)), ...sumRows(table, rows)];
  const sheet = table.title.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, sheetNameMax);
  const columns = table.columns.map((column) => ({ width: widthOf(column) }));
  return writeWorkbook(data, { sheet, columns, stickyRowsCount: 1 }).toBuffer();
}

function cellsOf(table: ExportTable, row: ExportRow): (CellObject | null)[] {
  return table.columns.map((column) => {
    const value = valueOf(column, row);
    return value === null ? null : cellOf(column, value, { row, table });
  });
}

function cellOf(
  column: ExportColumn,
  value: unknown,
  { row, table }: { row: ExportRow; table: ExportTable },
): CellObject {
  switch (column.kind) {
    case 'money':
    case 'cost':
      return amountCell(value as bigint, currencyOf(column, row, table));
    case 'minutes':
      return { value: (value as number) / 60, type: Number, format: '#,##0.00' };
    case 'thousandths':
      return { value: (value as number) / 1000, type: Number, format: '#,##0.###' };
    case 'integer':
      return { value: Number(value), type: Number, format: '0' };
    case 'date':
      return {
        value: daysBetween(dayZero, civilDate(String(value))) + 2,
        type: Number,
        format: 'yyyy-mm-dd',
      };
    case 'text':
    case 'instant':
    case 'flag':
      return { value: textOf(column, row, table).replaceAll(notXml, '').slice(0, cellTextMax), type: String };
  }
}

function amountCell(minor: bigint, currency: CurrencyCode): CellObject {
  const digits = minorDigits(currency);
  const format = digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`;
  return { value: Number(minor) / 10 ** digits, type: Number, format };
}

/** A row per currency with the sums of the columns that have one. */
function sumRows(table: ExportTable, rows: readonly ExportRow[]): (CellObject | null)[][] {
  if (rows.length === 0 || !table.columns.some((column) => column.summed)) return [];
  const byCurrency = Map.groupBy(rows, (row) => (row.currency ?? table.firmCurrency) as CurrencyCode);
  return [...byCurrency].map(([currency, ofCurrency]) =>
    table.columns.map((column, index): CellObject | null => {
      const style = { fontWeight: 'bold', topBorderStyle: 'thin' } as const;
      if (index === 0) return { value: `Total ${currency}`, type: String, ...style };
      if (!column.summed) return null;
      return { ...sumCell(column, ofCurrency, currency), ...style };
    }),
  );
}

function sumCell(column: ExportColumn, rows: readonly ExportRow[], currency: CurrencyCode): CellObject {
  const values = rows.map((row) => valueOf(column, row)).filter((value) => value !== null);
  if (column.kind === 'money')
    return amountCell(
      (values as bigint[]).reduce((sum, value) => sum + value, 0n),
      currency,
    );
  const sum = (values as number[]).reduce((total, value) => total + value, 0);
  return column.kind === 'minutes'
    ? { value: sum / 60, type: Number, format: '#,##0.00' }
    : { value: sum, type: Number, format: '#,##0' };
}

function isNumber({ kind }: ExportColumn): boolean {
  return (
    kind === 'money' || kind === 'cost' || kind === 'integer' || kind === 'minutes' || kind === 'thousandths'
  );
}

function widthOf({ kind, label }: ExportColumn): number {
  return Math.max(label.length + 2, kind === 'text' ? 24 : 14);
}
