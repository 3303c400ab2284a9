// The columns of a report, from its description: what a column holds decides how it looks, and each figure leads to what
// it is made of.

import type { ReportColumn } from '#contract/reports/columns.ts';
import type { ReportRow } from '../../api/reports.ts';
import type { ListColumn, Sums } from '../../list/columns.tsx';
import { customColumn, linkedTextColumn, minutesColumn, moneyColumn } from '../../list/columns.tsx';
import { useTabStop } from '../../table/current-line.ts';
import { widthOfAmounts } from '../../table/money-width.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import type { Formats } from '../../util/formats.ts';
import { useFormats } from '../../util/firm-context.ts';
import { figureOfColumn } from '../../util/figure-rules.ts';
import { isZero } from '../../util/sums.ts';
import classes from './report.module.css';
import { defaultOf } from './parameters.ts';
import type { Asked, ReportView } from './view.ts';
import { monthOf, textAt } from './view.ts';
import { groupWords, wordOf } from './words.ts';

type ColumnContext = {
  view: ReportView;
  columns: readonly ReportColumn[];
  /** The column under whose values rows stand; their headings say it. */
  under: string | undefined;
  /** What rows are groups of; null where they are lines. */
  group: string | null;
  hrefOf: (row: ReportRow, column: string) => string | undefined;
  rows: readonly ReportRow[];
  totals: readonly Sums[];
  formats: Formats;
  /** What was asked, for figures that are computed with it. */
  asked: Asked;
};

/** What a row is called. */
export function labelOf(
  row: ReportRow,
  { view, group, formats }: Pick<ColumnContext, 'view' | 'group' | 'formats'>,
): string {
  if (group === null || view.label !== undefined) {
    return textAt(row, view.label ?? '') ?? wordOf('kind', textAt(row, 'kind')) ?? 'Nobody known';
  }
  const month = monthOf(row);
  if (month !== null && (group === 'none' || group === 'month')) return formats.month(month);
  const name = textAt(row, 'name');
  const [, , none = ''] = groupWords[group] ?? [];
  const words = wordOf(group, name) ?? none;
  const number = textAt(row, 'number');
  return number === null ? words : `${number} ${words}`;
}

/** Columns that say what a row is of; the first column says it instead. */
const rowHeads = ['month', 'number', 'name', 'from', 'to'];

export function columnsOfReport(context: ColumnContext): ListColumn<ReportRow>[] {
  const { view, columns, group, rows } = context;
  const isGrouped = group !== null && view.label === undefined;
  const currencies = new Set(rows.map(({ currency }) => currency)).size;
  const rest = columns.filter(({ key }) => {
    if (key === 'currency') return currencies > 1;
    if (key === context.under) return false;
    return key !== view.label && !(isGrouped && rowHeads.includes(key));
  });
  return [
    labelColumn(context),
    ...(isGrouped ? monthBeside(context) : []),
    ...rest.map((each) => columnOf(each, context)),
  ];
}

function labelColumn(context: ColumnContext): ListColumn<ReportRow> {
  const { view, columns, group, rows } = context;
  const isOfMonths = group === 'none' && rows.some((row) => monthOf(row) !== null);
  const header =
    view.label === undefined
      ? groupWords[isOfMonths ? 'month' : (group ?? 'none')]?.[1]
      : columns.find(({ key }) => key === view.label)?.label;
  return {
    key: 'row',
    header: header ?? 'Of',
    width: context.under === undefined ? 220 : 270,
    grows: true,
    pinned: true,
    sortKey: 'row',
    cell: (row) => <RowLabel text={labelOf(row, context)} href={context.hrefOf(row, 'row')} />,
  };
}

function RowLabel({ text, href }: { text: string; href: string | undefined }) {
  const tabIndex = useTabStop();
  if (href === undefined) {
    return (
      <span tabIndex={tabIndex} className={classes.label} title={text} data-main>
        {text}
      </span>
    );
  }
  return (
    <AppLink className={classes.label} href={href} tabIndex={tabIndex} title={text} data-main>
      {text}
    </AppLink>
  );
}

/** Where rows are of a month and of a group, the month stands in a column of its own. */
function monthBeside({ group, rows, formats }: ColumnContext): ListColumn<ReportRow>[] {
  if (group === 'none' || group === 'month' || !rows.some((row) => monthOf(row) !== null)) return [];
  return [
    customColumn({
      key: 'month',
      header: 'Month',
      width: 140,
      sortKey: 'month',
      cell: (row) => {
        const month = monthOf(row);
        return month === null ? null : formats.month(month);
      },
    }),
  ];
}

function columnOf({ key, label, kind }: ReportColumn, context: ColumnContext): ListColumn<ReportRow> {
  const { view, rows, totals, hrefOf, asked } = context;
  const isHidden = view.hidden?.includes(key) === true;
  const figure = figureOfColumn(view.figuresOf ?? view.name, key);
  const days = asked['days'] ?? defaultOf(view.query, 'days');
  const records = totals.map(({ currency, byColumn }) => ({ days, ...byColumn, currency }));
  const common = {
    key,
    header: label,
    sortKey: key,
    ...(isHidden ? { hiddenAtFirst: true } : {}),
    ...(figure === undefined ? {} : { figure, records }),
  };
  const of = (row: ReportRow) => textAt(row, key);
  const href = (row: ReportRow) => hrefOf(row, key) ?? null;
  switch (kind) {
    case 'money':
    case 'cost': {
      const amounts = [...rows.map(of), ...totals.map(({ byColumn }) => byColumn[key] ?? null)];
      return moneyColumn({ ...common, of, href, sums: true, width: widthOfAmounts(amounts, 104) });
    }
    case 'minutes':
      return {
        ...minutesColumn<ReportRow>({ ...common, width: 116, of: (row) => numberAt(row, key) }),
        total: (sums) => <Total of={sums.byColumn[key]} kind={kind} />,
      };
    case 'integer':
    case 'decimal':
    case 'thousandths':
      return {
        ...customColumn<ReportRow>({
          ...common,
          width: 132,
          align: 'end',
          cell: (row) => <Total of={of(row) ?? undefined} kind={kind} href={href(row)} />,
        }),
        total: (sums) => <Total of={sums.byColumn[key]} kind={kind} />,
      };
    case 'date':
    case 'instant':
      return customColumn({ ...common, width: 118, align: 'end', cell: (row) => <Date of={of(row)} /> });
    default:
      return linkedTextColumn({ ...common, width: widthOf(key), of: (row) => wordOf(key, of(row)), href });
  }
}

function widthOf(key: string): number {
  if (/name|description|note/i.test(key)) return 146;
  if (key === 'currency' || key === 'kind') return 88;
  return 116;
}

function numberAt(row: ReportRow, key: string): number | null {
  const value = row[key];
  return typeof value === 'number' ? value : null;
}

type TotalProps = { of: string | undefined; kind: ReportColumn['kind']; href?: string | null };

/** A figure that is not money. */
function Total({ of, kind, href = null }: TotalProps) {
  const formats = useFormats();
  const tabIndex = useTabStop();
  if (of === undefined) return null;
  const words = writtenAs(of, kind, formats);
  if (href === null || isZero(of)) return words;
  return (
    <AppLink className={classes.figure} href={href} tabIndex={tabIndex}>
      {words}
    </AppLink>
  );
}

function Date({ of }: { of: string | null }) {
  const formats = useFormats();
  return of === null ? null : formats.date(of);
}

/** A value as text, for figures and for print. */
export function writtenAs(value: string, kind: ReportColumn['kind'], formats: Formats): string {
  switch (kind) {
    case 'minutes':
      return formats.hours(Number(value));
    case 'thousandths':
      return formats.amount((Number(value) / 1000).toString());
    case 'money':
    case 'cost':
    case 'decimal':
    case 'integer':
      return formats.amount(value);
    case 'date':
    case 'instant':
      return formats.date(value);
    default:
      return value;
  }
}
