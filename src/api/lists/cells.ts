// What stands in a cell of a list's file, out of an item as JSON has it.

import { neutralised } from '#actions/exports/csv.ts';
import type { Cell } from '#actions/exports/workbook.ts';
import { dateCell, decimalCell } from '#actions/exports/xlsx.ts';
import type { ListColumn } from './columns.ts';

const decimal = /^-?\d+(\.\d+)?$/;

/** As text; null where there is nothing. */
export function cellText(column: ListColumn, item: unknown): string | null {
  const value = valueAt(item, column.path);
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    return column.kind === 'count' ? String(value.length) : value.map(plainText).join('; ');
  }
  if (column.kind === 'flag') return value === true ? 'yes' : 'no';
  return plainText(value);
}

/** A spreadsheet must not take for a formula what somebody typed. */
export function csvCell(column: ListColumn, item: unknown): string {
  const text = cellText(column, item) ?? '';
  return isNumber(column, text) || column.kind === 'date' ? text : neutralised(text);
}

export function sheetCell(column: ListColumn, item: unknown): Cell | null {
  const text = cellText(column, item);
  if (text === null) return null;
  if (column.kind === 'date') return dateCell(text);
  return isNumber(column, text) ? decimalCell(text) : { value: text };
}

function isNumber({ kind }: ListColumn, text: string): boolean {
  return (kind === 'decimal' || kind === 'count') && decimal.test(text);
}

function valueAt(item: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    item,
  );
}

function plainText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
