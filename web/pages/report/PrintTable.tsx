// The whole report on paper. The table on the screen holds only the lines in view, so all of them are laid out here, and
// only while the page is being printed.

import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ReportColumn } from '#contract/reports/columns.ts';
import type { ReportRow } from '../../api/reports.ts';
import type { Sums } from '../../list/columns.tsx';
import type { Formats } from '../../util/formats.ts';
import { writtenAs } from './columns.tsx';
import classes from './report.module.css';
import type { ReportLine } from './useReport.ts';
import { textAt } from './view.ts';
import { wordOf } from './words.ts';

export function useIsPrinting(): boolean {
  const [isPrinting, setIsPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setIsPrinting(true));
    const end = () => setIsPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}

type PrintTableProps = {
  title: string;
  lines: readonly ReportLine[];
  totals: readonly Sums[];
  /** What shows on the screen: the first is what rows are called. */
  shown: readonly { key: string; header: string; align?: 'end' }[];
  columns: readonly ReportColumn[];
  labelOf: (row: ReportRow) => string;
  formats: Formats;
};

export function PrintTable({ title, lines, totals, shown, columns, labelOf, formats }: PrintTableProps) {
  const kindOf = (key: string) => columns.find((column) => column.key === key)?.kind ?? 'text';
  const written = (key: string, value: string | null | undefined) => {
    if (value === null || value === undefined) return '';
    return writtenAs(wordOf(key, value) ?? '', kindOf(key), formats);
  };
  const rest = shown.slice(1);
  const cells = (valueOf: (key: string) => string | null | undefined) =>
    rest.map(({ key, align }) => (
      <td key={key} data-align={align}>
        {written(key, valueOf(key))}
      </td>
    ));
  return (
    <table className={classes.print}>
      <caption>{title}</caption>
      <thead>
        <tr>
          {shown.map(({ key, header, align }) => (
            <th key={key} scope="col" data-align={align}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            {line.kind === 'row' ? (
              <>
                <th scope="row">{labelOf(line.row)}</th>
                {cells((key) => textAt(line.row, key))}
              </>
            ) : (
              <>
                <th scope="rowgroup">
                  <strong>{line.kind === 'group' ? line.label : line.total.currency}</strong>
                </th>
                {cells((key) => line.total?.byColumn[key])}
              </>
            )}
          </tr>
        ))}
      </tbody>
      <tfoot>
        {totals.map((total) => (
          <tr key={total.currency}>
            <td>Total {total.currency}</td>
            {cells((key) => total.byColumn[key])}
          </tr>
        ))}
      </tfoot>
    </table>
  );
}
