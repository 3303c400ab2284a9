import type { ReactNode } from 'react';
import type { FigureName } from '../util/figure-rules.ts';
import { AppLink } from './AppLink.tsx';
import type { FigureRecord } from './computed-props.ts';
import { ComputedHead } from './ComputedHead.tsx';
import classes from './small-table.module.css';
import { useHeadStops } from './useHeadStops.ts';

/** Over a column of figures: how they are computed, and the sums of them to show it with. */
export type FigureHead = {
  label: string;
  figure: FigureName | undefined;
  records?: readonly FigureRecord[] | undefined;
};

type SmallTableProps = {
  heads: readonly (FigureHead | ReactNode)[];
  /** How many columns from the left hold words; the others hold figures. */
  words?: 1 | 2;
  /** The columns that a phone has no room for, the first being 1. */
  wideOnly?: readonly number[];
  /** A <tbody>, and a <tfoot> with what its figures come to. */
  children: ReactNode;
};

/** The few rows of a part of a page. Where the part is narrower than its table, the table scrolls sideways by itself. */
export function SmallTable({ heads, words = 1, wideOnly = [], children }: SmallTableProps) {
  const stops = useHeadStops();
  return (
    <div className={classes.scroller}>
      <table className={classes.table} data-words={words} data-wide-only={wideOnly.join(' ')}>
        <thead {...stops}>
          <tr>
            {heads.map((head, place) =>
              isFigure(head) ? (
                <ComputedHead key={place} {...head} />
              ) : (
                <th key={place} scope="col">
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        {children}
      </table>
    </div>
  );
}

function isFigure(head: FigureHead | ReactNode): head is FigureHead {
  return typeof head === 'object' && head !== null && 'figure' in head;
}

/** The words over a column that says by itself what it holds. */
export function HiddenHead({ children }: { children: ReactNode }) {
  return <span className="visually-hidden">{children}</span>;
}

type RowHeadProps = { href?: string | null | undefined; note?: ReactNode; children: ReactNode };

/** What a row is about, and where that is found. */
export function RowHead({ href, note, children }: RowHeadProps) {
  return (
    <th scope="row">
      {href === null || href === undefined ? children : <AppLink href={href}>{children}</AppLink>}
      {note}
    </th>
  );
}
