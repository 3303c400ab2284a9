// What a chart looks like, in the words of ECharts. Values become floats here and only here: a drawing has no cents.

import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { ChartProps, Series, Write } from './chart-props.ts';
import { tokenOf } from './chart-props.ts';
import type { Range } from './range.ts';
import { readableRange } from './range.ts';

type Option = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>;

export function optionOf(props: ChartProps & { write: Write }, element: HTMLElement): Option {
  const { kind, horizontal = false, places, series, write, hrefOf, unfinished, fromZeroTo } = props;
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const text = { color: token('--text-quiet'), fontFamily: style.fontFamily, fontSize: 11 };
  const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 3 });
  const range =
    kind === 'line' && fromZeroTo === undefined ? readableRange(series.flatMap(numbersOf)) : undefined;
  const categories = {
    type: 'category' as const,
    data: [...places],
    inverse: horizontal,
    axisLine: { lineStyle: { color: token('--rule-strong') } },
    axisTick: { show: false },
    axisLabel: { ...text, ...(horizontal ? { width: 150, overflow: 'truncate' as const } : {}) },
  };
  const values = {
    type: 'value' as const,
    splitNumber: 4,
    // A line shows how something changes; bars stand on zero, or their lengths would lie.
    scale: kind === 'line' && fromZeroTo === undefined,
    ...(fromZeroTo === undefined
      ? {}
      : {
          min: 0,
          splitNumber: 5,
          max: ({ max }: { max: number }) => (max < fromZeroTo ? fromZeroTo : null),
        }),
    ...range,
    axisLabel: { ...text, formatter: (value: number) => compact.format(value) },
    splitLine: { lineStyle: { color: token('--rule') } },
  };
  return {
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250,
    grid: { top: 12, right: 8, bottom: 4, left: 4, containLabel: true },
    xAxis: horizontal ? values : categories,
    yAxis: horizontal ? categories : values,
    tooltip: {
      trigger: 'axis',
      axisPointer: {
        type: kind === 'line' ? 'line' : 'shadow',
        shadowStyle: { color: token('--accent'), opacity: 0.06 },
      },
      backgroundColor: token('--surface-raised'),
      borderColor: token('--rule-strong'),
      textStyle: { color: token('--text'), fontFamily: style.fontFamily, fontSize: 12 },
      renderMode: 'html',
      formatter: (points) => tooltipOf(Array.isArray(points) ? points : [points], series, write),
    },
    series: series.flatMap((each, place) =>
      seriesOf(each, { place, kind, token, isLink: hrefOf !== undefined, unfinished, range, write }),
    ),
  };
}

type Looks = {
  place: number;
  kind: ChartProps['kind'];
  token: (name: string) => string;
  isLink: boolean;
  unfinished: number | undefined;
  range: Range | undefined;
  write: Write;
};

function numbersOf({ values }: Series): number[] {
  return values.flatMap((value) => (value === null ? [] : [Number(value)]));
}

function seriesOf(
  { name, values, token: named, drawnAs, isLimit }: Series,
  looks: Looks,
): (BarSeriesOption | LineSeriesOption)[] {
  const { place, kind, token, isLink, unfinished, range } = looks;
  const color = token(named ?? tokenOf(place));
  const data = values.map((value) => (value === null ? '-' : within(Number(value), range)));
  const common = { id: String(place), name, data, color, cursor: isLink ? 'pointer' : 'default' };
  if ((drawnAs ?? (kind === 'line' ? 'line' : 'bar')) === 'line') {
    const line = { ...common, type: 'line' as const, symbolSize: 6 };
    if (isLimit) return [{ ...line, showSymbol: false, lineStyle: { width: 1, type: 'dashed' } }];
    const whole = { ...line, ...withLonePoints(data), lineStyle: { width: 2 } };
    const lines =
      unfinished === undefined || data.length < 2 ? [whole] : partedLine(whole, data, { unfinished, range });
    return range === undefined ? lines : [...lines, beyond(whole, values, { ...looks, range })];
  }
  return [
    {
      ...common,
      data: data.map((value, at) => (at === unfinished ? { value, itemStyle: { opacity: 0.45 } } : value)),
      type: 'bar',
      barMaxWidth: 34,
      ...(kind === 'stackedBar' ? { stack: 'all' } : {}),
    },
  ];
}

function within(value: number, range: Range | undefined): number {
  return range === undefined ? value : Math.min(range.max, Math.max(range.min, value));
}

/** An arrow stands there already. */
function isAtEdge(value: number | '-', range: Range | undefined): boolean {
  return value === range?.min || value === range?.max;
}

/** What lies outside of the drawing: an arrow at its edge, with the value. */
function beyond(
  whole: LineSeriesOption,
  values: Series['values'],
  { range, token, write }: Looks & { range: Range },
): LineSeriesOption {
  return {
    ...whole,
    id: `${whole.id} beyond`,
    showSymbol: true,
    lineStyle: { width: 0 },
    data: values.map((value, at) => {
      const number = value === null ? 0 : Number(value);
      if (value === null || number === within(number, range)) return '-';
      return {
        value: within(number, range),
        symbol: 'triangle',
        symbolSize: 9,
        symbolRotate: number < range.min ? 180 : 0,
        label: {
          show: true,
          formatter: write(value),
          position: at > values.length / 2 ? 'left' : 'right',
          // Clear of the edge.
          offset: [0, number < range.min ? -9 : 9],
          color: token('--text'),
          fontSize: 11,
        },
      };
    }),
  };
}

/** A point between two gaps is on no line that would show it, so it is drawn as a point. */
function withLonePoints(data: readonly (number | '-')[]) {
  const isGap = (at: number) => (data[at] ?? '-') === '-';
  const isLone = (at: number) => !isGap(at) && isGap(at - 1) && isGap(at + 1);
  if (!data.some((_value, at) => isLone(at))) return { data: [...data], showSymbol: false };
  const points = data.map((value, at) => (isLone(at) ? value : { value, symbol: 'none' }));
  return { data: points, showSymbol: true, showAllSymbol: true };
}

/** A line that is dashed towards the place that is not over, which has a hollow point. */
function partedLine(
  whole: LineSeriesOption,
  data: readonly (number | '-')[],
  { unfinished, range }: { unfinished: number; range: Range | undefined },
): LineSeriesOption[] {
  return [
    { ...whole, ...withLonePoints(data.map((value, at) => (at === unfinished ? '-' : value))) },
    {
      ...whole,
      id: `${whole.id} unfinished`,
      data: data.map((value, at) =>
        at === unfinished
          ? { value, symbol: isAtEdge(value, range) ? 'none' : 'emptyCircle', symbolSize: 7 }
          : { value: at === unfinished - 1 ? value : '-', symbol: 'none' },
      ),
      showSymbol: true,
      lineStyle: { width: 2, type: 'dashed' },
    },
  ];
}

type Point = { name?: string; dataIndex?: number; seriesId?: string };

/** Which of the series of a chart a series of the drawing is, or is part of. */
export function seriesIn(seriesId: string | undefined): number {
  return Number.parseInt(seriesId ?? '0', 10);
}

/** Words of people can be in names, so they are put in as text and never as markup. */
function tooltipOf(points: readonly Point[], series: readonly Series[], write: Write): HTMLElement {
  const box = document.createElement('div');
  const title = document.createElement('strong');
  title.textContent = points[0]?.name ?? '';
  box.append(title);
  const dataIndex = points[0]?.dataIndex ?? 0;
  for (const which of new Set(points.map(({ seriesId }) => seriesIn(seriesId)))) {
    const line = document.createElement('div');
    const named = series[which];
    const mark = document.createElement('span');
    mark.style.cssText = `width:8px;height:8px;border-radius:2px;background:var(${named?.token ?? tokenOf(which)})`;
    const name = document.createElement('span');
    name.textContent = named?.name ?? '';
    const value = document.createElement('span');
    value.style.cssText = 'margin-left:auto;padding-left:18px;font-variant-numeric:tabular-nums';
    value.textContent = write(named?.values[dataIndex] ?? null);
    line.style.cssText = 'display:flex;align-items:center;gap:7px';
    line.append(mark, name, value);
    box.append(line);
  }
  return box;
}
