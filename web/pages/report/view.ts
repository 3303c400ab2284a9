// How a report is shown, beyond what its description in the contract says: which figure matters on a phone, where a figure
// leads, whether a chart helps. Parameters and columns are the contract's own.

import type { z } from 'zod';
import type { ReportColumn } from '#contract/reports/columns.ts';
import type { ReportRow } from '../../api/reports.ts';
import type { ChartProps } from '../../chart/chart-props.ts';
import type { PageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';

/** What the page asks the API, defaults included. */
export type Asked = PageSearch;

export type ReportView = {
  readonly name: string;
  readonly query: z.ZodObject;
  readonly columns: readonly ReportColumn[];
  /** The report whose figures it has too, unless they are its own. */
  readonly figuresOf?: string;
  /** Which fields tell one row from the others. */
  readonly id: readonly string[];
  /** The column that rows are called by; reports with groups are called by their group. */
  readonly label?: string;
  /** What the rows can be groups of. */
  readonly groupings?: readonly string[];
  /** Columns under whose values rows can be put, with sums. */
  readonly headings?: readonly string[];
  /** Columns that stay hidden until somebody asks for them. */
  readonly hidden?: readonly string[];
  /** The figure that shows on a phone. */
  readonly main: string;
  /** A parameter without which there is nothing to ask. */
  readonly needs?: 'jobId';
  /** Where a figure leads, by the key of its column; 'row' is where the row itself leads. */
  readonly hrefOf?: (row: ReportRow, column: string, asked: Asked) => string | undefined;
  readonly chartOf?: (chart: ToChart) => ReportChart | undefined;
  /** What its rows are; how their figures are computed stands in util/figure-rules.ts. */
  readonly rule: string;
};

export type ToChart = {
  /** Rows of one currency. */
  readonly rows: readonly ReportRow[];
  readonly totals: ReportRow | undefined;
  readonly asked: Asked;
  /** The day it is, in the firm. */
  readonly today: string;
  /** What a row is called. */
  readonly labelOf: (row: ReportRow) => string;
  readonly hrefOf: (row: ReportRow, column: string) => string | undefined;
};

export type ReportChart = Omit<ChartProps, 'height' | 'actions'>;

const barsMax = 8;

type Bars = {
  title: string;
  placeName: string;
  /** Columns, and what each is called. */
  series: readonly (readonly [column: string, name: string, token?: string])[];
  kind?: ChartProps['kind'];
  unit?: ChartProps['unit'];
  /** The column by which the largest are the largest; the first of the series unless said. */
  by?: string;
};

/** A bar for each row: in the order of time where rows are months, else the largest by the first column. */
export function barsOf(
  { rows, today, labelOf, hrefOf }: ToChart,
  { title, placeName, series, kind = 'bar', unit = 'amount', by }: Bars,
): ReportChart | undefined {
  const isTime = placeName === 'Month';
  const [first] = series;
  if (first === undefined) return undefined;
  const size = (row: ReportRow) => Math.abs(Number(row[by ?? first[0]] ?? 0));
  const shown = isTime ? rows : rows.toSorted((a, b) => size(b) - size(a)).slice(0, barsMax);
  if (shown.length < 2) return undefined;
  const running = isTime ? shown.findIndex((row) => monthOf(row)?.slice(0, 7) === today.slice(0, 7)) : -1;
  return {
    title: isTime || rows.length <= barsMax ? title : `${title}: the ${barsMax} largest`,
    kind,
    unit,
    horizontal: !isTime,
    placeName,
    places: shown.map((row, place) => (place === running ? `${labelOf(row)} so far` : labelOf(row))),
    unfinished: running < 0 ? undefined : running,
    series: series.map(([column, name, token]) => ({
      name,
      values: shown.map((row) => textAt(row, column)),
      ...(token === undefined ? {} : { token }),
    })),
    hrefOf: (place, which) => {
      const row = shown[place];
      return row && hrefOf(row, series[which]?.[0] ?? 'row');
    },
  };
}

/** The month that a row is of, where it is of one. */
export function monthOf(row: ReportRow): string | null {
  const month = textAt(row, 'month');
  if (month !== null) return month;
  const from = textAt(row, 'from');
  return from !== null && from.slice(0, 7) === textAt(row, 'to')?.slice(0, 7) ? from : null;
}

/** A field as text; null where it is nothing. */
export function textAt(row: ReportRow, key: string): string | null {
  const value = row[key];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** A report with these parameters, and what narrows the one that shows. */
export function reportHref(name: string, search: PageSearch): string {
  return `/reports/${name}${stringifySearch(search)}`;
}

/** What narrows every report alike, of what was asked. */
export function narrowing(asked: Asked): PageSearch {
  const names = ['clientId', 'managerId', 'partnerId', 'stateId', 'stateType', 'category', 'text', 'knownAt'];
  return Object.fromEntries(names.map((name) => [name, asked[name]]));
}
