// A report for callers: what may be asked, what is answered, its columns, and who reads it. One definition serves JSON,
// CSV and XLSX over HTTP and the command line. A new report is a definition and a line in the registry.

import { z } from 'zod';
import type { Context } from '#actions/context.ts';
import { reportFile, type FileFormat } from '#actions/exports/report-file.ts';
import type { ExportRow } from '#actions/exports/table.ts';
import { readPage, type Page, type ReportReader } from '#actions/reports/reading.ts';
import type { ReportColumn } from '#contract/reports/columns.ts';
import { flagText } from '#contract/paging.ts';
import { done, type Result } from '#core/refusal.ts';
import { encodeLarge } from '../../presenters/encode-large.ts';
import { mediaTypes } from '../../media-types.ts';
import { Download, route, type Encoded, type FirmRoute } from '../../route.ts';

type Asked = { readonly knownAt?: string | undefined };

/** A report with its types worn off, for lists of reports. */
export type Report = {
  /** As in the address and on the command line. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly parameters: z.ZodObject;
  readonly answer: z.ZodType;
  readonly columns: readonly ReportColumn[];
  /** One page as the answer's schema describes it. */
  page(context: Context, question: unknown): Promise<Result<unknown>>;
  /** The whole report as a file. */
  file(context: Context, question: unknown, options: FileOptions): Promise<Result<string | Uint8Array>>;
  readonly route: FirmRoute;
};

export type FileOptions = { readonly format: FileFormat; readonly withByteOrderMark?: boolean };

type Definition<Query extends z.ZodObject, Answer extends z.ZodType, Read extends Page<unknown>> = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly description?: string;
  readonly query: Query;
  readonly answer: Answer;
  readonly columns: readonly ReportColumn[];
  /** Has thousands of rows and no cost figures: rows are encoded directly. */
  readonly isLarge?: true;
  readonly reader: ReportReader<z.output<Query>, Read>;
  present(read: Read): z.output<Answer>;
  /** The rows of a file, when they are not the report's own. */
  readonly rowsOf?: (read: Read) => readonly ExportRow[];
};

const inFormat = {
  format: z.enum(['json', 'csv', 'xlsx']).default('json').meta({
    description: 'JSON has a page; a file has everything, whatever limit and cursor say.',
  }),
  bom: flagText.default(false).meta({ description: 'Begin CSV with a byte order mark, for Excel.' }),
};

export function defineReport<Query extends z.ZodObject, Answer extends z.ZodType, Read extends Page<unknown>>(
  definition: Definition<Query, Answer, Read>,
): Report {
  const { name, title, summary, query, answer, columns, reader, rowsOf } = definition;
  const toExport = { title, columns, reader, ...(rowsOf === undefined ? {} : { rowsOf }) };
  const asked = (question: unknown) => question as z.output<Query> & Asked;
  const page = async (context: Context, question: unknown): Promise<Result<z.output<Answer>>> => {
    const read = await readPage(
      context,
      reader as ReportReader<z.output<Query> & Asked, Read>,
      asked(question),
    );
    return read.ok ? done(definition.present(read.value)) : read;
  };
  const encoded = async (context: Context, question: unknown): Promise<Result<Encoded>> => {
    const read = await readPage(
      context,
      reader as ReportReader<z.output<Query> & Asked, Read>,
      asked(question),
    );
    if (!read.ok) return read;
    return done(encodeLarge(answer, definition.present({ ...read.value, rows: [] }), read.value.rows));
  };
  const file: Report['file'] = (context, question, options) =>
    reportFile(context, toExport, asked(question), options);
  return {
    name,
    title,
    summary,
    parameters: query,
    answer,
    columns,
    page,
    file,
    route: routeOf({ ...definition, answerJson: definition.isLarge ? encoded : page, file }),
  };
}

type Routed = Pick<Report, 'name' | 'title' | 'summary' | 'file'> & {
  readonly answerJson: Report['page'];
  readonly description?: string;
  readonly query: z.ZodObject;
  readonly answer: z.ZodType;
  readonly reader: { readonly permission: ReportReader<never, never>['permission'] };
};

function routeOf(report: Routed): FirmRoute {
  return route({
    method: 'GET',
    path: `/reports/${report.name}`,
    summary: report.summary,
    ...(report.description === undefined ? {} : { description: report.description }),
    tag: 'Reports',
    work: 'report',
    permission: report.reader.permission,
    query: report.query.extend(inFormat),
    answer: report.answer,
    downloads: Object.values(mediaTypes),
    refusals: ['futureDate', 'invalidCursor', 'batchTooLarge'],
    async handler({ context, query }) {
      const { format, bom, ...question } = query as { format: 'json' | FileFormat; bom: boolean };
      if (format === 'json') return report.answerJson(context, question);
      const content = await report.file(context, question, { format, withByteOrderMark: bom });
      if (!content.ok) return content;
      return done(new Download(`${report.name}.${format}`, mediaTypes[format], content.value));
    },
  });
}
