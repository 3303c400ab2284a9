import type { ReactNode } from 'react';
import classes from './imports.module.css';

/** The words above a column: at its end above figures, for screen readers only where what stands below needs none. */
type Head = string | { end: string } | { hidden: string };

type PlainTableProps = { label: string; heads: readonly Head[]; children: ReactNode };

/** A table of a few rows. Where it is too wide it scrolls by itself, for the keyboard too. */
export function PlainTable({ label, heads, children }: PlainTableProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard
    <div className={classes.scrolls} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>{heads.map(headCell)}</tr>
        </thead>
        {children}
      </table>
    </div>
  );
}

function headCell(head: Head) {
  const words = typeof head === 'string' ? head : 'end' in head ? head.end : head.hidden;
  return (
    <th key={words} scope="col" data-end={typeof head !== 'string' && 'end' in head ? true : undefined}>
      {typeof head !== 'string' && 'hidden' in head ? (
        <span className="visually-hidden">{words}</span>
      ) : (
        words
      )}
    </th>
  );
}
