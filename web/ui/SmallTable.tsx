import type { ReactNode } from 'react';
import { AppLink } from './AppLink.tsx';
import classes from './small-table.module.css';

type SmallTableProps = {
  heads: readonly ReactNode[];
  /** How many columns from the left hold words; the others hold figures. */
  words?: 1 | 2;
  /** A <tbody>, and a <tfoot> with what its figures come to. */
  children: ReactNode;
};

/** The few rows of a part of a page. Where the part is narrower than its table, the table scrolls sideways by itself. */
export function SmallTable({ heads, words = 1, children }: SmallTableProps) {
  return (
    <div className={classes.scroller}>
      <table className={classes.table} data-words={words}>
        <thead>
          <tr>
            {heads.map((head, place) => (
              <th key={place} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </table>
    </div>
  );
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
