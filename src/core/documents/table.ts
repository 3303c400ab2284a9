// Rows written out: which columns there are, and what stands in each. A column that would be empty is not printed.

import { formatScaled } from '../money/money.ts';
import type { CurrencyCode } from '../money/currencies.ts';
import type { Claim, Entry, Row } from './entries.ts';
import type { Figures } from './figures.ts';
import type { PrintedColumn, PrintedRow, PrintedTable } from './printed.ts';
import { claimedTenths } from './progress-claim.ts';

export type TableSettings = {
  readonly figures: Figures;
  readonly currency: CurrencyCode;
  readonly showsQuantities: boolean;
  /** What the amounts are, such as 'incl. tax'. */
  readonly amountLabel: string;
};

type Column = PrintedColumn & { readonly write: (entry: Entry) => string };

export function tableOf(rows: readonly Row[], settings: TableSettings): PrintedTable {
  if (rows.some(({ kind }) => kind === 'claim')) return claimTable(rows, settings);
  const columns = columnsFor(rows, settings);
  return {
    heading: null,
    columns: columns.map(({ label, kind }) => ({ label, kind })),
    rows: rows.map((row) => printedRow(row, columns, settings)),
  };
}

function columnsFor(rows: readonly Row[], settings: TableSettings): Column[] {
  const { figures, showsQuantities, amountLabel } = settings;
  const entries = rows.filter((row) => row.kind === 'entry');
  const has = (test: (entry: Entry) => boolean) => entries.some(test);
  const hasHours = showsQuantities && has(({ minutes }) => minutes !== null);
  const hasQuantities = showsQuantities && has((entry) => entry.quantityThousandths !== null);
  const hasPrices = showsQuantities && has(({ priceMinor }) => priceMinor !== null);
  const quantity = (entry: Entry) => quantityText(entry, figures, hasHours && hasQuantities);
  const price = ({ priceMinor }: Entry) => (priceMinor === null ? '' : figures.amount(priceMinor));
  const day = ({ on }: Entry) => (on === null ? '' : figures.shortDay(on));
  const all: (Column | null)[] = [
    has(({ on }) => on !== null) ? { label: 'Date', kind: 'label', write: day } : null,
    has(({ person }) => person !== null)
      ? { label: 'Person', kind: 'label', write: ({ person }) => person ?? '' }
      : null,
    { label: 'Description', kind: 'text', write: ({ description }) => description },
    hasHours || hasQuantities
      ? { label: hasQuantities ? 'Quantity' : 'Hours', kind: 'figure', write: quantity }
      : null,
    hasPrices ? { label: hasQuantities ? 'Price' : 'Rate', kind: 'figure', write: price } : null,
    { label: amountLabel, kind: 'figure', write: ({ amountMinor }) => figures.amount(amountMinor) },
  ];
  return all.filter((column) => column !== null);
}

function quantityText(entry: Entry, figures: Figures, saysHours: boolean): string {
  if (entry.minutes !== null) return `${figures.hours(entry.minutes)}${saysHours ? ' h' : ''}`;
  return entry.quantityThousandths === null ? '' : figures.quantity(entry.quantityThousandths);
}

function printedRow(row: Row, columns: readonly Column[], settings: TableSettings): PrintedRow {
  switch (row.kind) {
    case 'entry': {
      const cells = columns.map(({ write }) => write(row));
      return { kind: 'line', cells, note: row.note, amountMinor: row.amountMinor };
    }
    case 'subtotal':
      return { ...silent, kind: 'subtotal', cells: subtotalCells(row.label, row.of, columns, settings) };
    case 'heading':
    case 'subheading':
    case 'text':
      return { ...silent, kind: row.kind, cells: [row.text] };
    case 'claim':
    case 'claimTotal':
      throw new Error('a claim is not printed beside entries');
  }
}

const silent = { note: null, amountMinor: 0n };

/** What is added up under several rows: hours where all of them are hours, and the amount. */
function subtotalCells(
  label: string,
  of: readonly Entry[],
  columns: readonly Column[],
  { figures }: TableSettings,
): string[] {
  const minutes = of.every((entry) => entry.minutes !== null)
    ? of.reduce((sum, entry) => sum + (entry.minutes ?? 0), 0)
    : null;
  const amountMinor = of.reduce((sum, entry) => sum + entry.amountMinor, 0n);
  return columns.map((column, index) => {
    if (column.kind === 'text') return `Subtotal ${label}`.trim();
    if (index === columns.length - 1) return figures.amount(amountMinor);
    if ((column.label === 'Hours' || column.label === 'Quantity') && minutes !== null) {
      return `${figures.hours(minutes)}${column.label === 'Quantity' ? ' h' : ''}`;
    }
    return '';
  });
}

function claimTable(rows: readonly Row[], settings: TableSettings): PrintedTable {
  const figure = (label: string): PrintedColumn => ({ label, kind: 'figure' });
  return {
    heading: null,
    columns: [
      { label: 'Description', kind: 'text' },
      ...['Contract', 'Previous', 'This claim', 'To date', '%'].map(figure),
    ],
    rows: rows.map((row) => printedClaim(row, settings)),
  };
}

function printedClaim(row: Row, settings: TableSettings): PrintedRow {
  const { figures } = settings;
  switch (row.kind) {
    case 'claim': {
      const cells = [row.description, ...claimCells([row], figures)];
      return { kind: 'line', cells, note: null, amountMinor: row.amountMinor };
    }
    case 'claimTotal':
      return { ...silent, kind: 'subtotal', cells: ['Contract to date', ...claimCells(row.of, figures)] };
    case 'entry': {
      const cells = [row.description, '', '', figures.amount(row.amountMinor), '', ''];
      return { kind: 'line', cells, note: row.note, amountMinor: row.amountMinor };
    }
    case 'subtotal':
      throw new Error('a progress claim has no subtotals of jobs');
    default:
      return { ...silent, kind: row.kind, cells: [row.text] };
  }
}

function claimCells(claims: readonly Claim[], figures: Figures): string[] {
  const sum = (of: (claim: Claim) => bigint) => claims.reduce((total, claim) => total + of(claim), 0n);
  const tenths = claimedTenths(claims);
  return [
    figures.amount(sum(({ contractMinor }) => contractMinor)),
    figures.amount(sum(({ previousMinor }) => previousMinor)),
    figures.amount(sum(({ amountMinor }) => amountMinor)),
    figures.amount(sum(({ previousMinor, amountMinor }) => previousMinor + amountMinor)),
    tenths === null ? '' : formatScaled(tenths, 1).replace(/\.0$/, '').replace('-', '−'),
  ];
}
