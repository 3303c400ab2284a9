// Reads the fields of one record, whatever it stands in: a CSV row, an XML element, a JSON object. Every field that
// cannot be read adds a problem with its place and value; the record counts only if there were none. So a row with
// three mistakes shows all three at once.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { DecimalText, RecordSource, Reference, TimeOfDay } from '../model.ts';
import type { AssumptionCode, ImportAssumption, ImportProblem, ProblemCode } from './outcome.ts';
import { quoted } from './outcome.ts';
import type { DateOrder, DecimalSeparator } from './options.ts';
import {
  minutesFromDecimal,
  minutesFromSeconds,
  readClockDuration,
  readDay,
  readDecimal,
  readInstant,
  readPlainDecimal,
  readTimeOfDay,
  readYesNo,
} from './values.ts';

/** How the values of a file are written. */
export type Conventions = {
  readonly dateOrder: DateOrder | 'yearFirst';
  /** `plain`: as programs write numbers, with a point and without grouping. */
  readonly decimal: DecimalSeparator | 'plain';
  readonly timeZone?: string;
  readonly fieldLengthMax: number;
};

/** Where the fields of one record come from. Names are those that the file uses, so that messages can repeat them. */
export type FieldSource = {
  readonly record: RecordSource;
  text(field: string): string | undefined;
  line?(field: string): number | undefined;
  /** How the file spells the field, where that differs from the name it is asked for by. */
  label?(field: string): string;
};

export type MinutesField = { readonly minutes: number; readonly recordedDuration?: string };

/** What belongs to the file rather than to one record: its conventions and what was noticed once. */
export class FileReading {
  readonly file: string;
  readonly conventions: Conventions;
  readonly #noticed = new Set<string>();
  #pending: ImportAssumption[] = [];

  constructor(file: string, conventions: Conventions) {
    this.file = file;
    this.conventions = conventions;
  }

  /** Reports an assumption the first time it is made for this file. */
  assume(code: AssumptionCode, about: Omit<ImportAssumption, 'file' | 'code'>): void {
    const key = `${code} ${about.field ?? ''}`;
    if (this.#noticed.has(key)) return;
    this.#noticed.add(key);
    this.#pending.push({ file: this.file, code, ...about });
  }

  /** The assumptions since the last call. */
  takeAssumptions(): ImportAssumption[] {
    if (this.#pending.length === 0) return this.#pending;
    const taken = this.#pending;
    this.#pending = [];
    return taken;
  }
}

const shownDates = {
  yearFirst: 'a day that exists, such as 2024-07-15',
  dayMonthYear: 'a day that exists, such as 2024-07-15 or 15/7/2024 (day, month, year)',
  monthDayYear: 'a day that exists, such as 2024-07-15 or 7/15/2024 (month, day, year)',
} as const;
const entryMinutesMax = 60 * 24 * 31;
const totalMinutesMax = 100_000_000;

type DurationUnit = 'minutes' | 'hours' | 'seconds';
const minutesPer = {
  minutes: { times: 1, per: 1 },
  hours: { times: 60, per: 1 },
  seconds: { times: 1, per: 60 },
} as const;

export class FieldReader {
  readonly reading: FileReading;
  readonly from: FieldSource;
  readonly problems: ImportProblem[];

  constructor(reading: FileReading, from: FieldSource, problems: ImportProblem[] = []) {
    this.reading = reading;
    this.from = from;
    this.problems = problems;
  }

  /** A reader for a part of the record, such as a line of an invoice; its problems count for the whole. */
  part(from: FieldSource): FieldReader {
    return new FieldReader(this.reading, from, this.problems);
  }

  refuse(code: ProblemCode, field: string, message: string, value?: string): void {
    const { line, path } = this.from.record;
    this.problems.push({
      file: this.reading.file,
      scope: 'record',
      line: this.from.line?.(field) ?? line,
      field: this.label(field),
      ...(path === undefined ? {} : { path }),
      ...(value === undefined ? {} : { value: value.slice(0, 200) }),
      code,
      message,
    });
  }

  label(field: string): string {
    return this.from.label?.(field) ?? field;
  }

  has(field: string): boolean {
    return this.#raw(field) !== undefined;
  }

  /** Text without the spaces around it; undefined when absent or empty. */
  text(field: string): string | undefined {
    const value = this.#raw(field);
    if (value === undefined) return undefined;
    if (value.length > this.reading.conventions.fieldLengthMax) {
      const accepted = `at most ${this.reading.conventions.fieldLengthMax} characters`;
      this.refuse(
        'fieldTooLong',
        field,
        `${this.label(field)} has ${value.length} characters; accepted are ${accepted}.`,
      );
      return undefined;
    }
    if (value.includes('\u0000') || !value.isWellFormed()) {
      this.refuse(
        'invalidText',
        field,
        `${this.label(field)} holds characters that are not text (a zero byte or half a character).`,
      );
      return undefined;
    }
    return value;
  }

  requiredText(field: string): string {
    return this.text(field) ?? this.#missing(field) ?? '';
  }

  date(field: string): CivilDate | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const { dateOrder, timeZone } = this.reading.conventions;
    const date = readDay(text, dateOrder) ?? this.#dayOfInstant(field, text, timeZone);
    if (date !== undefined) return date;
    const message = `${quoted(text)} in ${this.label(field)} is not a date; accepted is ${shownDates[dateOrder]}.`;
    this.refuse('invalidDate', field, message, text);
    return undefined;
  }

  requiredDate(field: string): CivilDate {
    const before = this.problems.length;
    const date = this.date(field);
    if (date === undefined && this.problems.length === before) this.#missing(field);
    return date ?? ('' as CivilDate);
  }

  decimal(field: string): DecimalText | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const separator = this.reading.conventions.decimal;
    const value = separator === 'plain' ? readPlainDecimal(text) : readDecimal(text, separator);
    if (value !== undefined) return value;
    const example =
      separator === ',' ? '1.234,50 or 1234,50' : separator === '.' ? '1,234.50 or 1234.50' : '1234.50';
    const message = `${quoted(text)} in ${this.label(field)} is not a number; accepted is a number such as ${example}.`;
    this.refuse('invalidNumber', field, message, text);
    return undefined;
  }

  requiredDecimal(field: string): DecimalText {
    const before = this.problems.length;
    const value = this.decimal(field);
    if (value === undefined && this.problems.length === before) this.#missing(field);
    return value ?? '0';
  }

  /** The duration of one entry, as whole minutes; at most a month. */
  requiredMinutes(field: string, unit: DurationUnit = 'minutes'): MinutesField {
    const before = this.problems.length;
    const value = this.#minutes(field, unit, entryMinutesMax);
    if (value === undefined && this.problems.length === before) this.#missing(field);
    return value ?? { minutes: 0 };
  }

  /** Minutes that are a total or an estimate, and may be of years. */
  estimate(field: string, unit: DurationUnit = 'minutes'): number | undefined {
    return this.#minutes(field, unit, totalMinutesMax)?.minutes;
  }

  /** A time of day that is only told, never counted with: what cannot be read is left out and reported once. */
  toldTime(field: string): TimeOfDay | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const time = readTimeOfDay(text) ?? readInstant(text, this.reading.conventions.timeZone)?.time;
    if (time === undefined) {
      this.reading.assume('timeOfDayIgnored', {
        field,
        line: this.from.record.line,
        message: `${quoted(text)} in ${this.label(field)} is not a time of day; such times are left out, durations are kept.`,
        mustConfirm: false,
      });
    }
    return time;
  }

  yesNo(field: string): boolean | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const value = readYesNo(text);
    if (value === undefined) {
      const message = `${quoted(text)} in ${this.label(field)} is neither yes nor no; accepted are Yes, No, true and false.`;
      this.refuse('invalidYesNo', field, message, text);
    }
    return value;
  }

  requiredYesNo(field: string): boolean {
    const before = this.problems.length;
    const value = this.yesNo(field);
    if (value === undefined && this.problems.length === before) this.#missing(field);
    return value ?? false;
  }

  /** One of a closed set of words, compared without case. */
  word<T extends string>(field: string, words: Readonly<Record<string, T>>): T | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const key = text.toLowerCase();
    if (Object.hasOwn(words, key)) return words[key];
    const accepted = Object.keys(words).join(', ');
    this.refuse(
      'unknownValue',
      field,
      `${quoted(text)} in ${this.label(field)} is not known; accepted are ${accepted}.`,
      text,
    );
    return undefined;
  }

  requiredWord<T extends string>(field: string, words: Readonly<Record<string, T>>, otherwise: T): T {
    const before = this.problems.length;
    const value = this.word(field, words);
    if (value === undefined && this.problems.length === before) this.#missing(field);
    return value ?? otherwise;
  }

  /** The first of the fields that is present, for values that files keep under several names. */
  firstOf(...fields: string[]): string {
    return fields.find((field) => this.has(field)) ?? fields[0]!;
  }

  #missing(field: string): undefined {
    this.refuse(
      'missingValue',
      field,
      `${this.label(field)} is missing or empty, and this record cannot do without it.`,
    );
    return undefined;
  }

  #raw(field: string): string | undefined {
    const value = this.from.text(field)?.trim();
    return value === undefined || value === '' ? undefined : value;
  }

  #dayOfInstant(field: string, text: string, timeZone: string | undefined): CivilDate | undefined {
    const read = readInstant(text, timeZone);
    if (read?.zoneMatters === true) assumeUtcDay(this.reading, field, this.from.record.line);
    return read?.date;
  }

  #minutes(field: string, unit: DurationUnit, minutesMax: number): MinutesField | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const clock = unit === 'hours' ? readClockDuration(text) : undefined;
    const amount = clock === undefined ? this.decimal(field) : undefined;
    if (clock === undefined && amount === undefined) return undefined;
    const read =
      clock === undefined ? minutesFromDecimal(amount!, minutesPer[unit]) : minutesFromSeconds(clock);
    if (Math.abs(read.minutes) <= minutesMax) {
      return read.isRounded ? { minutes: read.minutes, recordedDuration: text } : { minutes: read.minutes };
    }
    const message = `${quoted(text)} in ${this.label(field)} is too long; accepted are up to ${minutesMax} minutes.`;
    this.refuse('invalidDuration', field, message, text);
    return undefined;
  }
}

export function assumeUtcDay(reading: FileReading, field: string, line: number): void {
  reading.assume('timeZone', {
    field,
    line,
    message: `${field} holds instants in UTC. Their days are taken as written; give the time zone to use its days.`,
    chosen: 'UTC',
    mustConfirm: true,
  });
}

/** A reference with the fields that are known, or undefined when none is. */
export function reference(parts: Reference & { readonly email?: string }): Reference | undefined {
  const known = present(parts);
  return Object.keys(known).length === 0 ? undefined : known;
}

/** The object without its absent fields. */
export function present<T extends object>(object: T): T {
  const copy: Record<string, unknown> = {};
  // Not by Object.entries(), which makes a pair of each: rows have a dozen fields.
  for (const key in object) if (object[key] !== undefined) copy[key] = object[key];
  return copy as T;
}
