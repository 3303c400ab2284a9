// What a chart is told.

import type { ReactNode } from 'react';
import type { FigureName } from '../util/figure-rules.ts';

export type Series = {
  name: string;
  /** A value for each place: decimal text, as the API gives amounts, or numbers; null where there is none. */
  values: readonly (string | number | null)[];
  /** A colour of the theme; the next of --chart-1 … --chart-6 unless said. */
  token?: string;
  /** A line over bars. */
  drawnAs?: 'bar' | 'line';
  /** A threshold rather than a figure: a thin broken line, which the table leaves out. */
  isLimit?: boolean;
};

export type ChartProps = {
  /** What it shows, as a sentence would name it: 'WIP by age at the end of each month'. */
  title: string;
  kind: 'bar' | 'stackedBar' | 'line';
  /** Bars that lie, for names that need room. */
  horizontal?: boolean;
  places: readonly string[];
  /** A place whose figures still change, such as the month that is not over. It is drawn as unfinished. */
  unfinished?: number | undefined;
  /** How what it shows is computed. */
  figure?: FigureName;
  /** What the places are: 'Month'. */
  placeName: string;
  series: readonly Series[];
  /** How values are written. */
  unit?: ChartUnit;
  /** Where a point leads. */
  hrefOf?: (place: number, series: number) => string | undefined;
  height?: number;
  /** A line chart stands on zero, and reaches up to here at least. */
  fromZeroTo?: number;
  /** Beside the title, such as a choice of the span. */
  actions?: ReactNode;
};

export type ChartUnit =
  | 'amount'
  | 'count'
  | 'hours'
  | 'days'
  | 'percent'
  | 'seconds'
  | 'milliseconds'
  | 'gigabytes';

export type Write = (value: string | number | null) => string;

export function tokenOf(place: number): string {
  return `--chart-${(place % 6) + 1}`;
}
