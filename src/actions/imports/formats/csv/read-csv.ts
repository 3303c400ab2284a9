// A CSV file in two readings: the first finds out how the file is written (encoding, delimiter, layout, date order,
// decimal separator) from the whole of it, the second reads the rows. Both stream, so the size of the file costs time
// and no memory.

import { hash } from 'node:crypto';
import type { EncodingFound } from '../encoding.ts';
import { decoded } from '../encoding.ts';
import type { Conventions } from '../field-reader.ts';
import { FieldReader, FileReading } from '../field-reader.ts';
import type { ImportFile } from '../files.ts';
import type { Limits, Readings } from '../options.ts';
import type { ImportAssumption, ImportProblem, ParseEvent, ParsePieces } from '../outcome.ts';
import { quoted, stopFile, type FileStopped } from '../outcome.ts';
import { Evidence } from './evidence.ts';
import type { CsvContext, CsvLayout, LayoutMatch, MatchedColumn } from './layout.ts';
import { explainUnknownHeader, matchLayout } from './layout.ts';
import type { BrokenCsvRow, CsvRow } from './tokenizer.ts';
import { CsvTokenizer } from './tokenizer.ts';
import { trackerLayouts } from './tracker-layouts.ts';
import { workflowMaxLayouts } from './workflowmax-layouts.ts';

export const csvLayouts: readonly CsvLayout[] = [...workflowMaxLayouts, ...trackerLayouts];

const delimiters = [',', ';', '\t', '|'] as const;
const headerRowsSearched = 10;

/** What the first reading found out. */
export type CsvSurvey = {
  readonly encoding: EncodingFound;
  readonly delimiter: string;
  readonly headerLine: number;
  readonly header: readonly string[];
  readonly match: LayoutMatch;
  readonly conventions: Conventions;
  readonly context: CsvContext;
  readonly rowCount: number;
  readonly assumptions: readonly ImportAssumption[];
};

/** The first reading. Throws `FileStopped` when the file is no CSV file that is known. */
export async function surveyCsv(
  file: ImportFile,
  encoding: EncodingFound,
  limits: Limits,
  readings: Readings,
): Promise<CsvSurvey> {
  const head = findHeader(file.name, await headOf(file, encoding, limits), limits);
  const evidence = new Evidence();
  const watched = head.match.columns.filter(({ column }) => column.role !== 'text');
  let rowCount = 0;
  for await (const rows of rowsAfter(file, encoding, head, limits)) {
    for (const row of rows) {
      if (!('cells' in row)) continue;
      rowCount += 1;
      for (const matched of watched) gather(evidence, head, matched, row);
    }
  }
  return conclude({ file, encoding, limits, readings }, head, evidence, rowCount);
}

/** The second reading: every row as its records or its problems. */
export async function* readCsv(file: ImportFile, survey: CsvSurvey, limits: Limits): ParsePieces {
  yield survey.assumptions.map((assumption) => ({ assumption }));
  const rowsRead: RowsRead = {
    file,
    survey,
    limits,
    reading: new FileReading(file.name, survey.conventions),
    cellOf: new Map(survey.match.columns.map(({ column, index }) => [column.name, index])),
    broken: { rows: 0, limit: limits.brokenRowsMax },
    skipped: { rows: 0, first: 0 },
    rowCount: 0,
  };
  for await (const rows of rowsAfter(file, survey.encoding, survey, limits)) yield eventsOf(rows, rowsRead);
  const { skipped } = rowsRead;
  if (skipped.rows > 0) yield [{ assumption: totalsSkipped(file.name, skipped.rows, skipped.first) }];
}

type RowsRead = {
  readonly file: ImportFile;
  readonly survey: CsvSurvey;
  readonly limits: Limits;
  readonly reading: FileReading;
  readonly cellOf: ReadonlyMap<string, number>;
  readonly broken: { rows: number; readonly limit: number };
  readonly skipped: { rows: number; first: number };
  rowCount: number;
};

function* eventsOf(rows: readonly (CsvRow | BrokenCsvRow)[], rowsRead: RowsRead): Generator<ParseEvent> {
  const { file, survey, limits, reading, cellOf, broken, skipped } = rowsRead;
  const { layout } = survey.match;
  for (const row of rows) {
    rowsRead.rowCount += 1;
    if (rowsRead.rowCount > limits.rowsMax) throw tooManyRows(file.name, row.line, limits);
    const wrong = 'cells' in row ? wrongWidth(file.name, row, survey) : brokenRow(file.name, row, broken);
    if (wrong !== undefined) {
      yield { problem: wrong };
      continue;
    }
    const reader = rowReader(reading, row as CsvRow, survey, cellOf);
    if (layout.isSkipped?.(reader) === true) {
      skipped.rows += 1;
      skipped.first ||= row.line;
      continue;
    }
    const records = layout.read(reader, survey.context);
    for (const assumption of reading.takeAssumptions()) yield { assumption };
    if (reader.problems.length === 0) for (const record of records) yield { record };
    else for (const problem of reader.problems) yield { problem };
  }
}

function tooManyRows(file: string, line: number, { rowsMax }: Limits): FileStopped {
  return stopFile(file, 'tooManyRows', `The file has more than ${rowsMax} rows. Split it.`, { line });
}

type Head = Pick<CsvSurvey, 'delimiter' | 'headerLine' | 'header' | 'match'>;

/** The beginning of the file: enough to find its header row in. */
async function headOf(file: ImportFile, encoding: EncodingFound, limits: Limits): Promise<string> {
  let head = '';
  for await (const text of decoded(file, encoding.encoding)) {
    head += text;
    if (head.length >= limits.fieldLengthMax) break;
  }
  if (head.trim() === '') throw stopFile(file.name, 'emptyFile', 'The file is empty.');
  return head;
}

function findHeader(file: string, text: string, limits: Limits): Head {
  const told = /^sep=(.)\r?\n/.exec(text)?.[1];
  const candidates = told === undefined ? delimiters : [told];
  let widest: { readonly row: CsvRow; readonly delimiter: string } | undefined;
  for (const delimiter of candidates) {
    const rows = headRows(text, delimiter, limits);
    for (const row of rows) {
      const header = row.cells.map((cell) => cell.trim());
      const match = matchLayout(header, csvLayouts);
      if (match !== undefined) return checkedHeader(file, { delimiter, headerLine: row.line, header, match });
    }
    const first = rows.find((row) => !/^sep=.$/.test(row.cells.join('')));
    if (first !== undefined && (widest === undefined || first.cells.length > widest.row.cells.length)) {
      widest = { row: first, delimiter };
    }
  }
  const header = widest?.row.cells.map((cell) => cell.trim()) ?? [];
  const { field, message } = explainUnknownHeader(header, csvLayouts);
  throw stopFile(file, 'unknownHeader', message, { line: widest?.row.line ?? 1, field });
}

function headRows(text: string, delimiter: string, limits: Limits): CsvRow[] {
  const tokenizer = new CsvTokenizer(delimiter, limits);
  const rows = [...tokenizer.push(text), ...tokenizer.end()];
  return rows.filter((row) => 'cells' in row).slice(0, headerRowsSearched);
}

function checkedHeader(file: string, head: Head): Head {
  const { header, match, headerLine: line } = head;
  const twice = header.find((name, at) => name !== '' && header.indexOf(name) !== at);
  if (twice !== undefined) {
    const message = `The header ${quoted(twice)} stands twice; each column needs a name of its own.`;
    throw stopFile(file, 'duplicateHeader', message, { line, field: twice });
  }
  const unknown = match.unknownHeaders[0];
  if (unknown !== undefined && match.layout.isStrict) {
    const known = match.layout.columns.map((column) => column.name).join(', ');
    const message = `${match.layout.title} have no column ${quoted(unknown)}; accepted are exactly ${known}.`;
    throw stopFile(file, 'unknownHeader', message, { line, field: unknown });
  }
  return head;
}

/** As many rows at a time as a piece of the file has: a turn for each row would take longer than the row. */
async function* rowsAfter(
  file: ImportFile,
  encoding: EncodingFound,
  head: Pick<Head, 'delimiter' | 'headerLine'>,
  limits: Limits,
): AsyncGenerator<(CsvRow | BrokenCsvRow)[]> {
  const tokenizer = new CsvTokenizer(head.delimiter, limits);
  const isAfter = (row: CsvRow | BrokenCsvRow) => row.line > head.headerLine;
  for await (const text of decoded(file, encoding.encoding)) yield tokenizer.push(text).filter(isAfter);
  yield tokenizer.end().filter(isAfter);
}

function gather(evidence: Evidence, head: Head, { column, index }: MatchedColumn, row: CsvRow): void {
  const value = row.cells[index]?.trim() ?? '';
  if (value === '') return;
  const field = head.header[index]!;
  if (column.role === 'date') evidence.seeDate(value, row.line, field);
  else evidence.seeNumber(value, row.line, field);
  if (column.name === head.match.layout.centsColumn) evidence.seeCents(value, row.line, field);
}

type SurveyInput = {
  readonly file: ImportFile;
  readonly encoding: EncodingFound;
  readonly limits: Limits;
  readonly readings: Readings;
};

function conclude(input: SurveyInput, head: Head, evidence: Evidence, rowCount: number): CsvSurvey {
  const { file, encoding, limits, readings } = input;
  const { layout } = head.match;
  const order = evidence.dateOrder(file.name, layout.dateOrder, layout.isDateOrderFixed, readings.dateOrder);
  const decimal = evidence.decimalSeparator(file.name, readings.decimalSeparator);
  const cents = evidence.isCents(file.name, layout.centsColumn, readings.genericRateUnit);
  const found = [encoding, order, decimal, cents].map((decision) => decision.assumption);
  const { timeZone } = readings;
  const { fieldLengthMax } = limits;
  return {
    ...head,
    encoding,
    rowCount,
    conventions: {
      dateOrder: order.value,
      decimal: decimal.value,
      fieldLengthMax,
      ...(timeZone === undefined ? {} : { timeZone }),
    },
    context: { currency: head.match.currency, readings, isCents: cents.value },
    assumptions: [...found, ...headAssumptions(file.name, head)].filter((one) => one !== undefined),
  };
}

function headAssumptions(file: string, head: Head): ImportAssumption[] {
  const made: ImportAssumption[] = [];
  const ignored = head.match.unknownHeaders;
  if (ignored.length > 0) {
    const names = ignored.map((name) => quoted(name)).join(', ');
    const message = `${head.match.layout.title} have no use for the columns ${names}; they are not read.`;
    made.push({ file, code: 'columnsIgnored', line: head.headerLine, message, mustConfirm: false });
  }
  if (head.headerLine > 1) {
    const message = `The header row was found on line ${head.headerLine}; the lines before it are not read.`;
    made.push({ file, code: 'linesSkipped', line: 1, message, mustConfirm: false });
  }
  return made;
}

function wrongWidth(file: string, row: CsvRow, head: Pick<Head, 'header'>): ImportProblem | undefined {
  const expected = head.header.length;
  const extra = row.cells.slice(expected).some((cell) => cell.trim() !== '');
  if (row.cells.length === expected || (row.cells.length > expected && !extra)) return undefined;
  return {
    file,
    scope: 'record',
    line: row.line,
    code: 'wrongColumnCount',
    value: row.cells.join(' | ').slice(0, 200),
    message:
      `The row has ${row.cells.length} values, the header has ${expected}. ` +
      'Values that hold the delimiter or a line break must stand in quotes.',
  };
}

function brokenRow(
  file: string,
  row: CsvRow | BrokenCsvRow,
  broken: { rows: number; limit: number },
): ImportProblem {
  const { line, code, message } = row as BrokenCsvRow;
  broken.rows += 1;
  if (broken.rows > broken.limit) {
    throw stopFile(
      file,
      'tooManyBrokenRows',
      `More than ${broken.limit} rows have damaged quotes or sizes.`,
      { line },
    );
  }
  return { file, scope: 'record', line, code, message };
}

function rowReader(
  reading: FileReading,
  row: CsvRow,
  survey: CsvSurvey,
  cellOf: ReadonlyMap<string, number>,
): FieldReader {
  const cell = (field: string): string | undefined => {
    const index = cellOf.get(field);
    return index === undefined ? undefined : row.cells[index];
  };
  const known = survey.match.columns.map(({ index }) => row.cells[index]);
  const fingerprint = hash('sha256', JSON.stringify([survey.match.layout.id, ...known])).slice(0, 32);
  return new FieldReader(reading, {
    record: { file: reading.file, line: row.line, fingerprint },
    text: cell,
    label: (field) => {
      const index = cellOf.get(field);
      return index === undefined ? field : survey.header[index]!;
    },
  });
}

function totalsSkipped(file: string, rows: number, line: number): ImportAssumption {
  const message = `Rows without a job, such as totals, are not read: ${rows} of them, the first on line ${line}.`;
  return { file, code: 'linesSkipped', line, message, mustConfirm: false };
}
