import { useMemo } from 'react';
import type { Totals } from '../table/DataTable.tsx';
import { widthOfAmounts } from '../table/money-width.ts';
import type { ListColumn, Sums } from './columns.tsx';

/** The columns, those of money as wide as the longest amount among the rows and at the foot; the same until one grows. */
export function useMoneyWidths<Row>(
  columns: readonly ListColumn<Row>[],
  rows: readonly Row[],
  totals: readonly Totals<Sums>[],
): readonly ListColumn<Row>[] {
  const widths = useMemo(
    () =>
      columns
        .map(({ key, moneyOf, width }) => {
          if (moneyOf === undefined) return width;
          const sums = totals.map(({ total }) => total.byColumn[key] ?? null);
          return widthOfAmounts([...rows.map(moneyOf), ...sums], width);
        })
        .join(),
    [columns, rows, totals],
  );
  return useMemo(() => {
    const wide = widths.split(',').map(Number);
    return columns.map((column, place) => {
      const width = wide[place] ?? column.width;
      return width === column.width ? column : { ...column, width };
    });
  }, [columns, widths]);
}
