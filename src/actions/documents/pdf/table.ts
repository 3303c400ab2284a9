// A table on paper: its head on every page, figures to the right, headings over the whole width.

import type { Content, ContentText, Margins, TableCell } from 'pdfmake/interfaces.js';
import type { PrintedColumn, PrintedRow, PrintedTable } from '#core/documents/printed.ts';
import { faint, hairline } from './colours.ts';
import type { Palette } from './colours.ts';
import { widthOf } from './fonts.ts';

const gap = 7;
const labelWidthMax = 96;
const textWidthMin = 130;
const fontSizes = [9, 8.5, 8, 7.5, 7, 6.5] as const;
/** A row with a longer text may be cut by the end of a page. */
const charactersWhole = 1200;

export function printTable(table: PrintedTable, width: number, palette: Palette): Content {
  const { columns, rows } = table;
  const { fontSize, widths } = fit(table, width);
  const body = [
    columns.map((column) => headCell(column, palette)),
    ...rows.map((row) => cellsOf(row, columns, palette)),
  ];
  const printed: Content = {
    fontSize,
    table: {
      headerRows: 1,
      keepWithHeaderRows: rows.length > 0 ? 1 : 0,
      dontBreakRows: rows.every((row) => lengthOf(row) <= charactersWhole),
      widths,
      body,
    },
    layout: layoutOf(rows, palette),
  };
  if (table.heading === null) return { ...printed, margin: [0, 16, 0, 0] };
  const heading: Content = { text: table.heading, bold: true, color: palette.words, margin: [0, 0, 0, 4] };
  return { stack: [heading, printed], margin: [0, 16, 0, 0], unbreakable: rows.length < 12 };
}

function lengthOf({ cells, note }: PrintedRow): number {
  return cells.reduce((length, cell) => length + cell.length, note?.length ?? 0);
}

/** The largest type at which the text column keeps a readable width, and the widths at it. */
function fit({ columns, rows }: PrintedTable, width: number): { fontSize: number; widths: (number | '*')[] } {
  const natural = columns.map((column, index) => naturalWidth(column, index, rows));
  if (!natural.includes(null)) return { fontSize: fontSizes[0], widths: columns.map(() => '*') };
  for (const fontSize of fontSizes) {
    const widths = natural.map((each) => (each === null ? 0 : Math.ceil(each * fontSize) + 1));
    const left = width - gap * 2 * (columns.length - 1) - widths.reduce((sum, each) => sum + each, 0);
    const isLast = fontSize === fontSizes.at(-1);
    if (left >= textWidthMin || isLast) {
      const text = Math.max(left, textWidthMin);
      return { fontSize, widths: natural.map((each, index) => (each === null ? text : widths[index]!)) };
    }
  }
  throw new Error('there is no size of type');
}

/** Per point of type; null of the column that takes what is left: with a width of its own, long words are broken. */
function naturalWidth(
  { kind, label }: PrintedColumn,
  index: number,
  rows: readonly PrintedRow[],
): number | null {
  if (kind === 'text') return null;
  const cells = rows.flatMap((row) => (row.cells.length > 1 ? (row.cells[index] ?? '') : []));
  const widest = Math.max(...[label, ...cells].map((text) => widthOf(text, 1)));
  return kind === 'label' ? Math.min(widest, labelWidthMax / fontSizes[0]) : widest;
}

function headCell({ label, kind }: PrintedColumn, { words }: Palette): TableCell {
  return { text: label, bold: true, color: words, ...alignmentOf(kind), noWrap: kind === 'figure' };
}

function alignmentOf(kind: PrintedColumn['kind']) {
  return kind === 'figure' ? { alignment: 'right' as const } : {};
}

function cellsOf(row: PrintedRow, columns: readonly PrintedColumn[], palette: Palette): TableCell[] {
  const [only = ''] = row.cells;
  switch (row.kind) {
    case 'heading':
      return heading(1, { text: only, bold: true, color: palette.words }, columns);
    case 'subheading':
      return heading(2, { text: only, bold: true }, columns);
    case 'text':
      return [{ text: only, color: faint, colSpan: columns.length }, ...blank(columns)];
    case 'line':
    case 'subtotal':
      return columns.map((column, index) => cellOf(row, column, row.cells[index] ?? ''));
  }
}

/** Over all columns; headlineLevel is what headingsMoved() goes by. */
function heading(level: 1 | 2, cell: ContentText, columns: readonly PrintedColumn[]): TableCell[] {
  const spanning = {
    ...cell,
    margin: [0, 3, 0, 0] as Margins,
    headlineLevel: level,
    colSpan: columns.length,
  };
  return [spanning, ...blank(columns)];
}

function blank(columns: readonly PrintedColumn[]): TableCell[] {
  return columns.slice(1).map(() => ({ text: '' }));
}

function cellOf(row: PrintedRow, column: PrintedColumn, text: string): TableCell {
  const style = { bold: row.kind === 'subtotal', ...alignmentOf(column.kind) };
  if (column.kind !== 'text' || row.note === null) {
    return { text, ...style, noWrap: column.kind === 'figure' };
  }
  return {
    stack: [
      { text, ...style },
      { text: row.note, color: faint, fontSize: 8, margin: [0, 1, 0, 0] },
    ],
  };
}

/** The line above row `line`, counted with the head as row 0. */
function layoutOf(rows: readonly PrintedRow[], { accent, tint }: Palette) {
  const isHeading = (line: number) => {
    const kind = rows[line - 1]?.kind;
    return kind === 'heading' || kind === 'subheading';
  };
  return {
    hLineWidth: (line: number) => {
      if (line === 0) return 0;
      if (line === 1 || line === rows.length + 1) return 0.8;
      return isHeading(line - 1) ? 0 : 0.4;
    },
    hLineColor: (line: number) => (line === 1 || line === rows.length + 1 ? accent : hairline),
    vLineWidth: () => 0,
    paddingLeft: (column: number) => (column === 0 ? 0 : gap),
    paddingRight: (column: number, node: { table: { widths?: unknown } }) =>
      column === (node.table.widths as unknown[]).length - 1 ? 0 : gap,
    paddingTop: () => 3,
    paddingBottom: () => 3,
    fillColor: (line: number) => (rows[line - 1]?.kind === 'heading' ? tint : null),
  };
}
