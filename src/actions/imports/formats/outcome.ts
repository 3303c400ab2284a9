// What reading a file can tell: a record, a problem, or an assumption that a person should see.

import type { ImportedRecord } from '../model.ts';

export const problemCodes = [
  // The whole file
  'emptyFile',
  'fileTooLarge',
  'unreadableFile',
  'invalidEncoding',
  'unknownFormat',
  'unknownHeader',
  'duplicateHeader',
  'invalidXml',
  'forbiddenXml',
  'invalidJson',
  'tooDeep',
  'sourceError',
  'unknownResource',
  'tooManyRows',
  'tooManyBrokenRows',
  // One row or record
  'wrongColumnCount',
  'brokenQuotes',
  'fieldTooLong',
  'missingValue',
  'invalidText',
  'invalidDate',
  'invalidTime',
  'invalidNumber',
  'invalidDuration',
  'invalidYesNo',
  'unknownValue',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

export type ImportProblem = {
  readonly file: string;
  /** `file`: nothing more was read from it. `record`: only this record was refused. */
  readonly scope: 'file' | 'record';
  readonly line?: number;
  /** The character in the line, counted from 1, for files that are broken as such. */
  readonly column?: number;
  /** The column of a CSV file, or the element or property of a record, as the file calls it. */
  readonly field?: string;
  readonly path?: string;
  readonly value?: string;
  readonly code: ProblemCode;
  /** What is wrong and what is accepted, for a person. */
  readonly message: string;
};

export type AssumptionCode =
  | 'dateOrder'
  | 'decimalSeparator'
  | 'encoding'
  | 'timeZone'
  | 'rateUnit'
  | 'estimateUnit'
  | 'namesSplit'
  | 'columnsIgnored'
  | 'linesSkipped'
  | 'referenceFromPath'
  | 'timeOfDayIgnored'
  | 'recordsIgnored';

/** How something was read that the file itself leaves open. Shown in the preview. */
export type ImportAssumption = {
  readonly file: string;
  readonly code: AssumptionCode;
  readonly message: string;
  readonly field?: string;
  readonly line?: number;
  readonly chosen?: string;
  readonly alternatives?: readonly string[];
  /** True when figures or dates may be wrong if the assumption is: a person decides before anything is posted. */
  readonly mustConfirm: boolean;
};

export type ParseEvent =
  | { readonly record: ImportedRecord }
  | { readonly problem: ImportProblem }
  | { readonly assumption: ImportAssumption };

/**
 * What a reader tells, a piece of the file at a time: each piece is gone through before the next one is asked for. A turn for
 * each event would take longer than most rows do.
 */
export type ParsePieces = AsyncGenerator<Iterable<ParseEvent>>;

/** Carries a problem that ends the reading of a file up to the one place that reports it. */
export class FileStopped extends Error {
  readonly problem: ImportProblem;

  constructor(problem: ImportProblem) {
    super(problem.message);
    this.name = 'FileStopped';
    this.problem = problem;
  }
}

export function stopFile(
  file: string,
  code: ProblemCode,
  message: string,
  at: { line?: number; column?: number; field?: string; value?: string } = {},
): FileStopped {
  return new FileStopped({ file, scope: 'file', code, message, ...at });
}

/** A value as it may be repeated in a message: short, on one line. */
export function quoted(value: string): string {
  const oneLine = value.slice(0, 300).replace(/\s+/g, ' ').trim();
  return oneLine.length <= 60 ? `"${oneLine}"` : `"${oneLine.slice(0, 57).toWellFormed()}…"`;
}
