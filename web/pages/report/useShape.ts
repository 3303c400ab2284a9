// A report as its page lays it out: columns, order, headings, sums, and the chart above.

import { useCallback, useMemo, useState } from 'react';
import type { ReportRow } from '../../api/reports.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { parseSort } from '../../table/columns.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import type { PageSearch } from '../../util/page-search.ts';
import { columnsOfReport, labelOf, writtenAs } from './columns.tsx';
import { groupOf } from './parameters.ts';
import { linesOf, sorted, totalsOf, type useReport } from './useReport.ts';
import type { Asked, ReportView } from './view.ts';
import { monthOf, textAt } from './view.ts';
import { wordOf } from './words.ts';

type ShapeOptions = {
  view: ReportView;
  search: PageSearch;
  asked: Asked;
  report: ReturnType<typeof useReport>;
};

/** Columns, order, headings and sums of the rows. */
export function useShape({ view, search, asked, report }: ShapeOptions) {
  const formats = useFormats();
  const { permissions, currency: own } = useFirm();
  const folding = useState<ReadonlySet<string>>(new Set());
  const [collapsed] = folding;
  const group = groupOf(view, search);
  const { under, sort } = search;
  const { answer, isWhole } = report;
  const columns = useMemo(
    () => view.columns.filter(({ permission: needs }) => needs === undefined || permissions.includes(needs)),
    [view, permissions],
  );
  const named = useCallback(
    (row: ReportRow) => labelOf(row, { view, group, formats }),
    [view, group, formats],
  );
  const hrefOf = useCallback(
    (row: ReportRow, column: string) => view.hrefOf?.(row, column, asked),
    [view, asked],
  );
  const rows = useMemo(
    () => sorted(report.rows, isWhole ? parseSort(sort) : null, { columns, labelOf: named }),
    [report.rows, isWhole, sort, columns, named],
  );
  const totals = useMemo(
    () =>
      totalsOf(answer?.totals, report.rows, { columns, isWhole }).toSorted(
        (a, b) => Number(b.currency === own) - Number(a.currency === own),
      ),
    [answer, report.rows, columns, isWhole, own],
  );
  const listed: ListColumn<ReportRow>[] = useMemo(
    () => columnsOfReport({ view, columns, group, under, hrefOf, rows: report.rows, totals, formats, asked }),
    [view, columns, group, under, hrefOf, report.rows, totals, formats, asked],
  );
  const headingOf = useMemo(() => headingBy(under, { named, formats }), [under, named, formats]);
  const idOf = useCallback((row: ReportRow) => view.id.map((key) => textAt(row, key)).join(' '), [view]);
  const lines = useMemo(
    () => linesOf(rows, { columns, idOf, headingOf, collapsed }),
    [rows, columns, idOf, headingOf, collapsed],
  );
  return { columns, listed, named, hrefOf, totals, rows, lines, headingOf, folding };
}

type HeadingOptions = { named: (row: ReportRow) => string; formats: ReturnType<typeof useFormats> };

function headingBy(under: string | undefined, { named, formats }: HeadingOptions) {
  if (under === undefined) return undefined;
  return (row: ReportRow): string => {
    if (under === 'name') return named(row);
    if (under === 'month' || under === 'from') {
      const month = monthOf(row);
      return month === null ? 'All days' : formats.month(month);
    }
    const value = wordOf(under, textAt(row, under));
    if (value !== null && under.endsWith('On')) return formats.date(value);
    return value ?? 'None';
  };
}

/** The chart of the rows in the currency of most of them. */
export function useChart(
  { rows, totals, named, hrefOf }: ReturnType<typeof useShape>,
  on: { view: ReportView; asked: Asked },
) {
  const { view, asked } = on;
  const { currency: own, timeZone } = useFirm();
  return useMemo(() => {
    const currencies = new Set(rows.map(({ currency }) => currency));
    const currency = currencies.has(own) ? own : [...currencies][0];
    if (view.chartOf === undefined || currency === undefined) return undefined;
    const total = totals.find((each) => each.currency === currency);
    const chart = view.chartOf({
      rows: rows.filter((row) => row.currency === currency),
      totals: total && { currency, ...total.byColumn },
      asked,
      today: todayIn(timeZone),
      labelOf: named,
      hrefOf,
    });
    return chart && currencies.size > 1 ? { ...chart, title: `${chart.title}, ${currency}` } : chart;
  }, [rows, totals, named, hrefOf, view, asked, own, timeZone]);
}

type FigureOptions = Pick<ReportView, 'columns'> & { view: ReportView; formats: HeadingOptions['formats'] };
type CardOptions = HeadingOptions & FigureOptions & { namesCurrency: boolean };

/** A row on a phone: what it is called, whose it is and of when, and the figure that matters. */
export function cardOfRow(row: ReportRow, { view, named, columns, formats, namesCurrency }: CardOptions) {
  const written = (key: string) => {
    const value = textAt(row, key);
    const kind = columns.find((column) => column.key === key)?.kind ?? 'text';
    return value === null ? '' : writtenAs(value, kind, formats);
  };
  const day = ['date', 'effectiveOn', 'postedOn', 'dueOn', 'from'].find((key) => textAt(row, key) !== null);
  const who = textAt(row, 'clientName') ?? textAt(row, 'name');
  const under = [
    who === named(row) ? null : who,
    day === undefined ? null : formats.date(textAt(row, day) ?? ''),
  ];
  return {
    title: named(row),
    under: under.filter((part) => part !== null).join(' · '),
    end: written(view.main),
    underEnd: [
      columns.find(({ key }) => key === view.main)?.label,
      ...(namesCurrency ? [row.currency] : []),
    ].join(' · '),
  };
}

/** On a phone the sums at the foot stand below the figure of the cards. */
export function withTotal(
  column: ListColumn<ReportRow>,
  { view, columns, formats }: FigureOptions,
): ListColumn<ReportRow> {
  if (column.key !== 'end') return column;
  const kind = columns.find(({ key }) => key === view.main)?.kind ?? 'text';
  return {
    ...column,
    total: ({ byColumn }) => {
      const value = byColumn[view.main];
      return value === undefined ? null : writtenAs(value, kind, formats);
    },
  };
}
