// CSV text to rows, in pieces and in constant memory. A general parser gives up on a file, or swallows the rest of it,
// at the first damaged quote; an import has to name that row and read the others. So: a quoted field that does not
// close within the limit is reported at the line where its row begins, and reading resumes on the next line.
//
// Quotes are doubled inside quoted fields; a backslash is an ordinary character. A quote inside an unquoted field is
// an ordinary character too. Lines end with \n, \r\n or \r. Empty rows are left out.

import type { ProblemCode } from '../outcome.ts';

export type CsvRow = {
  /** The line on which the row begins, counted from 1. */
  readonly line: number;
  readonly cells: string[];
};

export type BrokenCsvRow = {
  readonly line: number;
  readonly code: ProblemCode;
  readonly message: string;
};

type Scan =
  | { readonly kind: 'row'; readonly cells: string[]; readonly next: number; readonly lines: number }
  | { readonly kind: 'broken'; readonly code: ProblemCode; readonly message: string }
  | { readonly kind: 'more' };

export type CsvLimits = { readonly fieldLengthMax: number; readonly columnsMax: number };

const lineEnd = /\r\n|\n|\r/g;
const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
/** A whole row may be as long as this many of the longest fields. */
const fieldsLongMax = 4;

export class CsvTokenizer {
  readonly #delimiter: number;
  readonly #delimiterText: string;
  readonly #limits: CsvLimits;
  #buffer = '';
  #line = 1;
  /** The rest of a broken row is passed over until its line ends, however long that takes. */
  #isSkipping = false;

  constructor(delimiter: string, limits: CsvLimits) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#delimiterText = delimiter;
    this.#limits = limits;
  }

  /** The rows that are complete now. */
  push(text: string): (CsvRow | BrokenCsvRow)[] {
    this.#buffer = this.#buffer === '' ? text : this.#buffer + text;
    return this.#take(false);
  }

  /** The rows that remain once the text has ended. */
  end(): (CsvRow | BrokenCsvRow)[] {
    return this.#take(true);
  }

  #take(ended: boolean): (CsvRow | BrokenCsvRow)[] {
    const rows: (CsvRow | BrokenCsvRow)[] = [];
    let at = this.#isSkipping ? this.#skipLine(0, ended) : 0;
    while (at < this.#buffer.length) {
      const scan = this.#scanRow(at, ended);
      if (scan.kind === 'more') break;
      const line = this.#line;
      if (scan.kind === 'row') {
        if (scan.cells.some((cell) => cell.trim() !== '')) rows.push({ line, cells: scan.cells });
        at = scan.next;
        this.#line += scan.lines;
        continue;
      }
      rows.push({ line, code: scan.code, message: scan.message });
      at = this.#skipLine(at, ended);
    }
    this.#buffer = this.#buffer.slice(at);
    return rows;
  }

  #scanRow(start: number, ended: boolean): Scan {
    const cells: string[] = [];
    let at = start;
    let lines = 0;
    for (;;) {
      const isQuoted = this.#buffer.charCodeAt(at) === quote;
      const field = isQuoted ? this.#scanQuoted(at, ended) : this.#scanPlain(at, ended);
      if (field.kind !== 'field') return field;
      cells.push(field.value);
      lines += field.lines;
      if (cells.length > this.#limits.columnsMax) {
        return broken('wrongColumnCount', `The row has more than ${this.#limits.columnsMax} values.`);
      }
      at = field.next;
      if (at - start > this.#limits.fieldLengthMax * fieldsLongMax) return this.#tooLong();
      const code = this.#buffer.charCodeAt(at);
      if (at >= this.#buffer.length) {
        return ended ? { kind: 'row', cells, next: at, lines } : { kind: 'more' };
      }
      if (code === this.#delimiter) {
        at += 1;
        continue;
      }
      if (code === carriageReturn && at + 1 >= this.#buffer.length && !ended) return { kind: 'more' };
      const width = code === carriageReturn && this.#buffer.charCodeAt(at + 1) === lineFeed ? 2 : 1;
      return { kind: 'row', cells, next: at + width, lines: lines + 1 };
    }
  }

  #scanPlain(start: number, ended: boolean): Field | Scan {
    // Looked up once: this goes over every character of a file.
    const buffer = this.#buffer;
    const delimiter = this.#delimiter;
    const end = buffer.length;
    let at = start;
    for (; at < end; at += 1) {
      const code = buffer.charCodeAt(at);
      if (code === delimiter || code === lineFeed || code === carriageReturn) break;
    }
    if (at - start > this.#limits.fieldLengthMax) return this.#tooLong();
    if (at === end && !ended) return { kind: 'more' };
    return { kind: 'field', value: buffer.slice(start, at), next: at, lines: 0 };
  }

  #scanQuoted(start: number, ended: boolean): Field | Scan {
    let value = '';
    let from = start + 1;
    for (;;) {
      const at = this.#buffer.indexOf('"', from);
      const length = (at === -1 ? this.#buffer.length : at) - start;
      if (length > this.#limits.fieldLengthMax) return this.#tooLong();
      if (at === -1) {
        if (!ended) return { kind: 'more' };
        return broken(
          'brokenQuotes',
          'A quoted value begins in this row and never ends. Double the quotes inside it.',
        );
      }
      value += this.#buffer.slice(from, at);
      if (at + 1 >= this.#buffer.length && !ended) return { kind: 'more' };
      if (this.#buffer.charCodeAt(at + 1) === quote) {
        value += '"';
        from = at + 2;
        continue;
      }
      return this.#closeQuoted(value, at + 1);
    }
  }

  #closeQuoted(value: string, next: number): Field | Scan {
    const code = this.#buffer.charCodeAt(next);
    const isClosed =
      next >= this.#buffer.length || code === this.#delimiter || code === lineFeed || code === carriageReturn;
    if (isClosed) return { kind: 'field', value, next, lines: countLines(value) };
    const message = `After the quoted value ${JSON.stringify(value.slice(0, 40))} comes more text where ${this.#delimiterName()} or the end of the line is expected. Double the quotes inside a value.`;
    return broken('brokenQuotes', message);
  }

  #tooLong(): Scan {
    const message = `A value in this row is longer than ${this.#limits.fieldLengthMax} characters, or its closing quote is missing.`;
    return broken('fieldTooLong', message);
  }

  /** Where the next line begins, or the end of the buffer while the line goes on. */
  #skipLine(start: number, ended: boolean): number {
    lineEnd.lastIndex = start;
    const found = lineEnd.exec(this.#buffer);
    const isWhole = found !== null && (found[0] !== '\r' || lineEnd.lastIndex < this.#buffer.length || ended);
    this.#isSkipping = !isWhole;
    if (found === null) return this.#buffer.length;
    if (!isWhole) return found.index;
    this.#line += 1;
    return lineEnd.lastIndex;
  }

  #delimiterName(): string {
    return this.#delimiterText === '\t' ? 'a tab' : `"${this.#delimiterText}"`;
  }
}

type Field = {
  readonly kind: 'field';
  readonly value: string;
  readonly next: number;
  readonly lines: number;
};

function broken(code: ProblemCode, message: string): Scan {
  return { kind: 'broken', code, message };
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) lines += 1;
  }
  return lines;
}
