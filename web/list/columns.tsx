// Builders for the columns of a list, so that each kind of value looks the same everywhere. A cell shows what `of` reads
// from the row.

import type { ReactNode } from 'react';
import type { Column } from '../table/columns.ts';
import { useTabStop } from '../table/current-line.ts';
import { Amount } from '../ui/Amount.tsx';
import { AppLink } from '../ui/AppLink.tsx';
import { Day } from '../ui/Day.tsx';
import type { FigureRecord } from '../ui/computed-props.ts';
import { StatusBadge, type Tone } from '../ui/StatusBadge.tsx';
import type { FigureName } from '../util/figure-rules.ts';
import { useFormats } from '../util/firm-context.ts';
import classes from './list.module.css';

/** The sums of a set of rows in one currency, by the keys of the columns. */
export type Sums = { readonly currency: string; readonly byColumn: Readonly<Record<string, string>> };

export type ListColumn<Row> = Column<Row, Sums> & {
  /** Not shown until somebody asks for it. */
  readonly hiddenAtFirst?: boolean;
  /** The amount of a column of money, which is never cut off. */
  readonly moneyOf?: (row: Row) => string | null;
  /** What sums at the foot add up. */
  readonly amountOf?: (row: Row) => string | null;
};

type Common = {
  key: string;
  header: string;
  width?: number;
  grows?: boolean;
  /** The word for it that the list takes as `sort`. */
  sortKey?: string;
  hint?: string;
  figure?: FigureName | undefined;
  records?: readonly FigureRecord[];
  hiddenAtFirst?: boolean;
};

type LinkColumn<Row> = Common & {
  of: (row: Row) => string;
  href: (row: Row) => string;
  /** A number or code that stands before it, quieter. */
  mark?: (row: Row) => string | null;
};

/** The first column: what the row is called, leading to its page. The keyboard lands here. */
export function linkColumn<Row>({ of, href, mark, ...column }: LinkColumn<Row>): ListColumn<Row> {
  return {
    width: 220,
    grows: true,
    ...column,
    pinned: true,
    cell: (row) => <MainLink href={href(row)} mark={mark?.(row) ?? null} text={of(row)} />,
  };
}

export function MainLink({ href, mark, text }: { href: string; mark: string | null; text: string }) {
  const tabIndex = useTabStop();
  return (
    <AppLink className={classes.main} href={href} tabIndex={tabIndex} data-main title={text}>
      {mark !== null && <span className={classes.mark}>{mark}</span>}
      {text}
    </AppLink>
  );
}

export function textColumn<Row>({
  of,
  ...column
}: Common & { of: (row: Row) => string | null }): ListColumn<Row> {
  return { width: 150, stretches: true, ...column, cell: (row) => <Text of={of(row)} /> };
}

/** Words that may be cut off, whole under the pointer. */
function Text({ of }: { of: string | null }) {
  return of === null || of === '' ? null : <span title={of}>{of}</span>;
}

type LinkedTextColumn<Row> = Common & {
  of: (row: Row) => string | null;
  href: (row: Row) => string | null;
};

/** A name of something else, leading to its page. */
export function linkedTextColumn<Row>({ of, href, ...column }: LinkedTextColumn<Row>): ListColumn<Row> {
  return {
    width: 160,
    stretches: true,
    ...column,
    cell: (row) => <LinkedText of={of(row)} href={href(row)} />,
  };
}

function LinkedText({ of, href }: { of: string | null; href: string | null }) {
  const tabIndex = useTabStop();
  if (of === null) return null;
  return href === null ? (
    <Text of={of} />
  ) : (
    <AppLink className={classes.linked} href={href} tabIndex={tabIndex} title={of}>
      {of}
    </AppLink>
  );
}

type MoneyColumn<Row> = Common & {
  of: (row: Row) => string | null;
  /** Adds it up at the foot. Not for rates, prices and balances of different days. */
  sums?: boolean;
  href?: (row: Row) => string | null;
};

export function moneyColumn<Row>({ of, sums = false, href, ...column }: MoneyColumn<Row>): ListColumn<Row> {
  return {
    width: 116,
    align: 'end',
    ...column,
    cell: (row) => <Money of={of(row)} href={href?.(row) ?? null} />,
    moneyOf: of,
    ...(sums
      ? {
          amountOf: of,
          total: (total: Sums) => <Amount of={total.byColumn[column.key] ?? null} />,
        }
      : {}),
  };
}

function Money({ of, href }: { of: string | null; href: string | null }) {
  const tabIndex = useTabStop();
  if (href === null || of === null) return <Amount of={of} />;
  return (
    <AppLink className={classes.linked} href={href} tabIndex={tabIndex}>
      <Amount of={of} />
    </AppLink>
  );
}

export function dayColumn<Row>({
  of,
  ...column
}: Common & { of: (row: Row) => string | null }): ListColumn<Row> {
  return { width: 112, align: 'end', ...column, cell: (row) => <Day of={of(row)} /> };
}

export function minutesColumn<Row>({
  of,
  ...column
}: Common & { of: (row: Row) => number | null }): ListColumn<Row> {
  return { width: 92, align: 'end', ...column, cell: (row) => <Minutes of={of(row)} /> };
}

function Minutes({ of }: { of: number | null }) {
  const formats = useFormats();
  return of === null ? null : formats.hours(of);
}

export function countColumn<Row>({
  of,
  ...column
}: Common & { of: (row: Row) => number | null }): ListColumn<Row> {
  return { width: 84, align: 'end', ...column, cell: (row) => <Count of={of(row)} /> };
}

function Count({ of }: { of: number | null }) {
  const formats = useFormats();
  return of === null ? null : formats.count(of);
}

type StatusColumn<Row> = Common & {
  of: (row: Row) => readonly [word: string, tone: Tone] | null;
};

export function statusColumn<Row>({ of, ...column }: StatusColumn<Row>): ListColumn<Row> {
  return {
    width: 124,
    ...column,
    cell: (row) => {
      const status = of(row);
      return status && <StatusBadge tone={status[1]}>{status[0]}</StatusBadge>;
    },
  };
}

/** Anything else. */
export function customColumn<Row>({
  cell,
  ...column
}: Common & { align?: 'end'; cell: (row: Row) => ReactNode }): ListColumn<Row> {
  return { width: 140, ...column, cell };
}
