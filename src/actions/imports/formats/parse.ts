// The door to the readers: what the given files are, and what they hold. Which system and resource a file comes from is
// told from its content; its name is only repeated in messages. One file's failure is one problem, and the next file is
// read as if nothing had happened.

import type { ImportedKind } from '../model.ts';
import type { CsvSurvey } from './csv/read-csv.ts';
import { readCsv, surveyCsv } from './csv/read-csv.ts';
import type { Encoding, EncodingFound } from './encoding.ts';
import { decoded, findEncoding } from './encoding.ts';
import type { ImportFile } from './files.ts';
import type { Limits, ParseOptions } from './options.ts';
import { limitsOf, readingsFor } from './options.ts';
import type { ImportAssumption, ImportProblem, ParseEvent, ParsePieces } from './outcome.ts';
import { FileStopped, stopFile } from './outcome.ts';
import { readXml } from './workflowmax-v1/read-xml.ts';
import { readJson } from './workflowmax-v2/read-json.ts';

export type FileFormat = 'csv' | 'workflowmax-v1' | 'workflowmax-v2';

/** What a file was found to be. */
export type DetectedFile = {
  readonly file: string;
  readonly sizeBytes: number;
  readonly format?: FileFormat;
  readonly encoding?: Encoding;
  /** The layout of a CSV file. */
  readonly layout?: { readonly id: string; readonly title: string };
  readonly delimiter?: string;
  readonly dateOrder?: string;
  readonly decimalSeparator?: string;
  readonly currency?: string;
  /** The rows of a CSV file below its header. */
  readonly rowCount?: number;
  /** The kinds of records among the first ones. */
  readonly kinds: readonly ImportedKind[];
  readonly assumptions: readonly ImportAssumption[];
  /** Why nothing or not all can be read from the file. */
  readonly problem?: ImportProblem;
};

const sampledEvents = 200;

/** Workbooks and other archives, PDF. */
const binaryStarts = ['PK\u0003\u0004', '%PDF'];

/** A header row may begin with a bracket too: `[Job] Job No.`. */
const startsJson = /^(?:\{|\[\s*(?:[{["\]\d-]|true|false|null|$))/;

/** Looks at every file: at all of a CSV file, at the first records of the others. */
export async function detectFormat(
  files: readonly ImportFile[],
  options: ParseOptions = {},
): Promise<DetectedFile[]> {
  const detected: DetectedFile[] = [];
  for (const file of files) detected.push(await detectFile(file, options));
  return detected;
}

/**
 * Everything in the files, in their order: records, problems, and assumptions as they are made. As many at a time as a piece
 * of a file holds.
 */
export async function* parseFiles(
  files: readonly ImportFile[],
  options: ParseOptions = {},
): AsyncGenerator<readonly ParseEvent[]> {
  for (const file of files) {
    try {
      const opened = await openFile(file, options);
      if (opened.encoding.assumption !== undefined && opened.survey === undefined) {
        yield [{ assumption: opened.encoding.assumption }];
      }
      for await (const piece of piecesOf(opened, options)) yield* wholeOf(piece);
    } catch (error) {
      yield [{ problem: problemOf(file, error) }];
    }
  }
}

/** A piece gone through; where it ends in a failure, what came before is told first. */
function* wholeOf(piece: Iterable<ParseEvent>): Generator<readonly ParseEvent[]> {
  const events: ParseEvent[] = [];
  try {
    for (const event of piece) events.push(event);
  } finally {
    if (events.length > 0) yield events;
  }
}

type OpenedFile = {
  readonly file: ImportFile;
  readonly format: FileFormat;
  readonly encoding: EncodingFound;
  readonly survey?: CsvSurvey;
};

/** A file that is looked at and then read is opened once. */
const openings = new WeakMap<ImportFile, { readonly options: ParseOptions; readonly opened: OpenedFile }>();

async function openFile(file: ImportFile, options: ParseOptions): Promise<OpenedFile> {
  const before = openings.get(file);
  if (before?.options === options) return before.opened;
  const opened = await openAnew(file, options);
  openings.set(file, { options, opened });
  return opened;
}

async function openAnew(file: ImportFile, options: ParseOptions): Promise<OpenedFile> {
  const limits = limitsOf(options);
  if (file.sizeBytes > limits.streamedBytesMax) {
    const megabytes = Math.floor(limits.streamedBytesMax / 1024 ** 2);
    throw stopFile(file.name, 'fileTooLarge', `A file may have up to ${megabytes} MB. Split it.`);
  }
  const encoding = await findEncoding(file);
  const format = await formatOf(file, encoding.encoding);
  if (format !== 'csv') return { file, format, encoding };
  return {
    file,
    format,
    encoding,
    survey: await surveyCsv(file, encoding, limits, readingsFor(file.name, options)),
  };
}

async function formatOf(file: ImportFile, encoding: Encoding): Promise<FileFormat> {
  for await (const text of decoded(file, encoding)) {
    const start = text.trimStart();
    if (start === '') continue;
    if (isBinary(start)) {
      const message = 'This is not a text file. Accepted are CSV files and saved answers in XML or JSON.';
      throw stopFile(file.name, 'unknownFormat', message);
    }
    if (/^<(!doctype html|html)\b/i.test(start)) {
      const message =
        'This is a web page, not a saved answer. Sign in to the other system and fetch the data again.';
      throw stopFile(file.name, 'unknownFormat', message, { line: 1 });
    }
    if (start.startsWith('<')) return 'workflowmax-v1';
    return startsJson.test(start) ? 'workflowmax-v2' : 'csv';
  }
  throw stopFile(file.name, 'emptyFile', 'The file is empty.');
}

function isBinary(text: string): boolean {
  return text.slice(0, 4096).includes('\u0000') || binaryStarts.some((start) => text.startsWith(start));
}

function piecesOf(opened: OpenedFile, options: ParseOptions): ParsePieces {
  const { file, format, encoding, survey } = opened;
  const limits: Limits = limitsOf(options);
  if (survey !== undefined) return readCsv(file, survey, limits);
  const readings = readingsFor(file.name, options);
  return format === 'workflowmax-v1'
    ? readXml(file, encoding.encoding, limits, readings)
    : readJson(file, encoding.encoding, limits, readings);
}

async function detectFile(file: ImportFile, options: ParseOptions): Promise<DetectedFile> {
  const base = { file: file.name, sizeBytes: file.sizeBytes };
  let opened: OpenedFile;
  try {
    opened = await openFile(file, options);
  } catch (error) {
    return { ...base, kinds: [], assumptions: [], problem: problemOf(file, error) };
  }
  const { format, encoding, survey } = opened;
  const sample = await sampleOf(opened, options);
  const found = { ...base, ...sample, format, encoding: encoding.encoding };
  if (survey === undefined) {
    const own = encoding.assumption === undefined ? [] : [encoding.assumption];
    return { ...found, assumptions: [...own, ...sample.assumptions] };
  }
  const { conventions, delimiter, rowCount, match, context } = survey;
  return {
    ...found,
    layout: { id: match.layout.id, title: match.layout.title },
    delimiter,
    dateOrder: conventions.dateOrder,
    decimalSeparator: conventions.decimal,
    rowCount,
    ...(context.currency === undefined ? {} : { currency: context.currency }),
  };
}

type Sample = Pick<DetectedFile, 'kinds' | 'assumptions' | 'problem'>;

async function sampleOf(opened: OpenedFile, options: ParseOptions): Promise<Sample> {
  const kinds = new Set<ImportedKind>();
  const assumptions: ImportAssumption[] = [];
  let events = 0;
  try {
    sampling: for await (const piece of piecesOf(opened, options)) {
      for (const event of piece) {
        if ('record' in event) kinds.add(event.record.kind);
        else if ('assumption' in event) assumptions.push(event.assumption);
        events += 1;
        if (events >= sampledEvents) break sampling;
      }
    }
  } catch (error) {
    return { kinds: [...kinds], assumptions, problem: problemOf(opened.file, error) };
  }
  return { kinds: [...kinds], assumptions };
}

/** Problems of the file and of the file system are told; anything else is a defect and is thrown on. */
function problemOf(file: ImportFile, error: unknown): ImportProblem {
  if (error instanceof FileStopped) return error.problem;
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
  const message = `The file cannot be read (${code}). Check that it is there and may be opened.`;
  return { file: file.name, scope: 'file', code: 'unreadableFile', message };
}
