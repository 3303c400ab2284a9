// A whole report as a file. All pages come from one snapshot; each is turned into text and let go before the next is
// read, so that memory holds the file and one page, and no transaction waits for a slow reader.

import { may } from '#core/access/principal.ts';
import type { Permission } from '#core/access/permissions.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, type Result } from '#core/refusal.ts';
import type { Context } from '../context.ts';
import { readWhole, type Page, type ReportReader } from '../reports/reading.ts';
import { csvHeader, csvRows } from './csv.ts';
import type { ExportColumn, ExportRow, ExportTable } from './table.ts';
import { workbook } from './xlsx.ts';

export const fileFormats = ['csv', 'xlsx'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** A workbook is put together in memory, cell by cell; CSV is lighter. */
export const rowsMax: Readonly<Record<FileFormat, number>> = { csv: 200_000, xlsx: 20_000 };
const pageSize = 5_000;

export type ReportToExport<Question, Answer extends Page<unknown>> = {
  readonly title: string;
  readonly columns: readonly (ExportColumn & { readonly permission?: Permission })[];
  readonly reader: ReportReader<Question, Answer>;
  /** The rows of a page as the columns name them, when they are not the page's own. */
  readonly rowsOf?: (page: Answer) => readonly ExportRow[];
};

type Asked = { readonly knownAt?: string | undefined };

export async function reportFile<Question extends Asked, Answer extends Page<unknown>>(
  context: Context,
  report: ReportToExport<Question, Answer>,
  question: Question,
  { format, withByteOrderMark = false }: { format: FileFormat; withByteOrderMark?: boolean },
): Promise<Result<string | Uint8Array>> {
  const columns = report.columns.filter(
    ({ permission }) => permission === undefined || may(context.principal, permission),
  );
  const rowsOf = report.rowsOf ?? ((page: Answer) => page.rows as readonly ExportRow[]);
  let chunks: string[] = [];
  let kept: ExportRow[] = [];
  const tableIn = (firmCurrency: CurrencyCode): ExportTable => ({
    title: report.title,
    columns,
    firmCurrency,
  });
  let table: ExportTable | undefined;
  const read = await readWhole(
    context,
    report.reader,
    { question, rowsMax: rowsMax[format], pageSize },
    {
      begin: () => void ([chunks, kept] = [[], []]),
      take(page, scope) {
        table ??= tableIn(scope.firmCurrency);
        if (format === 'csv') chunks.push(csvRows(table, rowsOf(page)));
        else kept.push(...rowsOf(page));
      },
    },
  );
  if (!read.ok) return read;
  if (table === undefined) throw new Error('a report was read without a page');
  if (format === 'csv') return done([csvHeader(table, { withByteOrderMark }), ...chunks].join(''));
  return done(await workbook(table, kept));
}
