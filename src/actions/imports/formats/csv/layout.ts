// The CSV layouts that are known, and how a header row is matched with one. A layout names its columns exactly as the
// other system writes them; column order is free. Some headers carry the currency: `Amount (EUR)`.

import type { ImportedRecord } from '../../model.ts';
import type { FieldReader } from '../field-reader.ts';
import type { DateOrder, Readings } from '../options.ts';

export type ColumnRole = 'text' | 'date' | 'number' | 'hours';

export type CsvColumn = {
  readonly name: string;
  readonly role: ColumnRole;
  readonly isRequired: boolean;
  /** Other spellings of the header, compared without case. */
  readonly aliases?: readonly string[];
  /** The header continues with a currency in brackets. */
  readonly hasCurrency?: boolean;
};

/** What the rows of a file have in common. */
export type CsvContext = {
  readonly currency: string | undefined;
  readonly readings: Readings;
  /** What the layout found out about the file's columns in the first reading. */
  readonly isCents: boolean;
};

export type CsvLayout = {
  readonly id: string;
  /** The layout's name for people. */
  readonly title: string;
  readonly columns: readonly CsvColumn[];
  /** Strict layouts accept no other column; for the others it is ignored, and said so. */
  readonly isStrict: boolean;
  /** How the other system writes dates such as 3/4/2024 when nothing else tells; `isFixed` when it always does. */
  readonly dateOrder: DateOrder;
  readonly isDateOrderFixed: boolean;
  /** Rows of the file that are no records, such as totals. */
  isSkipped?(row: FieldReader): boolean;
  /** The column whose unit (cents or units) has to be found out from its values. */
  readonly centsColumn?: string;
  read(row: FieldReader, context: CsvContext): ImportedRecord[];
};

export type MatchedColumn = { readonly column: CsvColumn; readonly index: number };

export type LayoutMatch = {
  readonly layout: CsvLayout;
  readonly columns: readonly MatchedColumn[];
  readonly currency: string | undefined;
  readonly unknownHeaders: readonly string[];
};

export function text(name: string, ...aliases: string[]): CsvColumn {
  return { name, role: 'text', isRequired: true, aliases };
}

export function date(name: string, ...aliases: string[]): CsvColumn {
  return { name, role: 'date', isRequired: true, aliases };
}

export function number(name: string, ...aliases: string[]): CsvColumn {
  return { name, role: 'number', isRequired: true, aliases };
}

export function hours(name: string): CsvColumn {
  return { name, role: 'hours', isRequired: true };
}

export function optional(column: CsvColumn): CsvColumn {
  return { ...column, isRequired: false };
}

export function withCurrency(column: CsvColumn): CsvColumn {
  return { ...column, hasCurrency: true };
}

/** The layout that has all its required columns in the header and shares the most with it. */
export function matchLayout(
  header: readonly string[],
  layouts: readonly CsvLayout[],
): LayoutMatch | undefined {
  let best: LayoutMatch | undefined;
  for (const layout of layouts) {
    const match = matchOne(header, layout);
    if (match !== undefined && (best === undefined || match.columns.length > best.columns.length))
      best = match;
  }
  return best;
}

function matchOne(header: readonly string[], layout: CsvLayout): LayoutMatch | undefined {
  const columns: MatchedColumn[] = [];
  const taken = new Set<number>();
  let currency: string | undefined;
  for (const column of layout.columns) {
    const index = header.findIndex((name, at) => !taken.has(at) && headerMatches(name, column));
    if (index === -1) {
      if (column.isRequired) return undefined;
      continue;
    }
    taken.add(index);
    columns.push({ column, index });
    if (column.hasCurrency === true) currency ??= /\(([A-Z]{3})\)$/.exec(header[index]!)?.[1];
  }
  const unknownHeaders = header.filter((name, at) => !taken.has(at) && name !== '');
  return { layout, columns, currency, unknownHeaders };
}

function headerMatches(header: string, column: CsvColumn): boolean {
  const name = column.hasCurrency === true ? header.replace(/ ?\((?:[A-Z]{3}|[$£€¥])?\)$/, '') : header;
  if (name === column.name) return true;
  const lower = name.toLowerCase();
  return column.aliases?.some((alias) => alias.toLowerCase() === lower) ?? false;
}

/** Why no layout fits, naming the nearest ones and what parts them from the header. */
export function explainUnknownHeader(
  header: readonly string[],
  layouts: readonly CsvLayout[],
): {
  readonly field: string;
  readonly message: string;
} {
  const ranked = layouts
    .map((layout) => ({ layout, ...difference(header, layout) }))
    .filter((candidate) => candidate.shared > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 2);
  const known = layouts.map((layout) => layout.title).join(', ');
  const shown = header
    .slice(0, 12)
    .map((name) => JSON.stringify(name.slice(0, 40)))
    .join(', ');
  const nearest = ranked[0];
  if (nearest === undefined) {
    const message = `No known layout has any of these headers: ${shown}. Known layouts: ${known}.`;
    return { field: header[0] ?? '', message };
  }
  const hints = ranked.map(({ layout, missing, misspelt }) => {
    const wrong = misspelt.map(([is, should]) => `"${is}" must be written "${should}"`);
    const lacking = missing.map((name) => `"${name}" is missing`);
    return `${layout.title}: ${[...wrong, ...lacking].join(', ')}`;
  });
  const field = nearest.misspelt[0]?.[0] ?? nearest.unknown[0] ?? nearest.missing[0] ?? '';
  return {
    field,
    message: `The header row (${shown}) fits no known layout. Nearest: ${hints.join('; ')}. Known layouts: ${known}.`,
  };
}

function difference(header: readonly string[], layout: CsvLayout) {
  const misspelt: [string, string][] = [];
  const missing: string[] = [];
  const used = new Set<string>();
  let shared = 0;
  for (const column of layout.columns) {
    const exact = header.find((name) => headerMatches(name, column));
    if (exact !== undefined) {
      used.add(exact);
      shared += 1;
      continue;
    }
    const loose = header.find((name) => squeezed(name) === squeezed(column.name) && name !== '');
    if (loose !== undefined) {
      used.add(loose);
      misspelt.push([loose.slice(0, 40), column.name]);
      shared += 1;
    } else if (column.isRequired) missing.push(column.name);
  }
  const unknown = header.filter((name) => !used.has(name));
  return { misspelt, missing, unknown, shared, score: shared * 2 - missing.length - unknown.length };
}

function squeezed(name: string): string {
  return name
    .toLowerCase()
    .replace(/\([^)]*\)$/, '')
    .replace(/[^a-z0-9]/g, '');
}
