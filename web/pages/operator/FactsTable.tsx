import type { ReactNode } from 'react';
import classes from './operator.module.css';

export type FactsColumn<Row> = {
  readonly header: string;
  readonly of: (row: Row) => ReactNode;
  readonly align?: 'end';
  /** Left out on a phone. */
  readonly optional?: boolean;
};

type FactsTableProps<Row> = {
  label: string;
  columns: readonly FactsColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  none: ReactNode;
};

/** A short table of facts, which scrolls by itself where it is too wide. The first column names the row. */
export function FactsTable<Row>({ label, columns, rows, keyOf, none }: FactsTableProps<Row>) {
  if (rows.length === 0) return <p className="quiet">{none}</p>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard
    <div className={classes.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            {columns.map(({ header, align, optional }) => (
              <th key={header} scope="col" data-align={align} data-optional={optional}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ header, of, align, optional }, place) =>
                place === 0 ? (
                  <th key={header} scope="row">
                    {of(row)}
                  </th>
                ) : (
                  <td key={header} data-align={align} data-optional={optional}>
                    {of(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
