// CSV as spreadsheets and programs read it: UTF-8, a header, CRLF, plain decimals. Text that a spreadsheet would take for
// a formula gets an apostrophe before it, because some of it was typed by people whom the reader need not trust.

import { stringify } from 'csv-stringify/sync';
import { textOf, type ExportRow, type ExportTable } from './table.ts';

export const byteOrderMark = '\uFEFF';
/** Also after spaces, and in the wide forms that spreadsheets read alike. */
const readsAsFormula = /^[\s\u00A0]*[=+\-@\t\r＝＋－＠]/;

export function csvHeader(
  { columns }: ExportTable,
  { withByteOrderMark }: { withByteOrderMark: boolean },
): string {
  return (withByteOrderMark ? byteOrderMark : '') + csvText([columns.map((column) => column.label)]);
}

export function csvRows(table: ExportTable, rows: readonly ExportRow[]): string {
  return csvText(
    rows.map((row) =>
      table.columns.map((column) => {
        const text = textOf(column, row, table);
        return column.kind === 'text' ? neutralised(text) : text;
      }),
    ),
  );
}

export function neutralised(text: string): string {
  return readsAsFormula.test(text) ? `'${text}` : text;
}

/** Records as lines of CSV; what a spreadsheet might take for a formula is for the caller to neutralise. */
export function csvText(records: readonly (readonly string[])[]): string {
  return stringify(records as string[][], { record_delimiter: 'windows' });
}
