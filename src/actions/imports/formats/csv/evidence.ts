// How a file writes its dates and numbers, decided from all of its rows. One row such as 25/03/2024 settles the order
// of every date in the file, one 1.234,50 its decimal separator. Where no row settles it the custom of the system that
// wrote the file is taken, and a person is asked to confirm; where rows contradict each other likewise.

import type { AssumptionCode, ImportAssumption } from '../outcome.ts';
import { quoted } from '../outcome.ts';
import type { DateOrder, DecimalSeparator } from '../options.ts';
import { decimalEvidence, numericDate } from '../values.ts';

type Sight = { readonly line: number; readonly field: string; readonly value: string };

/** Counts the values that fit only one of two readings, and those that fit both but mean different things. */
class Tally {
  readonly counts = { first: 0, second: 0, either: 0 };
  readonly sights: { first?: Sight; second?: Sight; either?: Sight } = {};

  see(which: 'first' | 'second' | 'either', sight: Sight): void {
    this.counts[which] += 1;
    this.sights[which] ??= sight;
  }
}

export type Decision<T> = { readonly value: T; readonly assumption?: ImportAssumption };

export class Evidence {
  readonly #dates = new Tally();
  readonly #numbers = new Tally();
  readonly #cents = new Map<string, { values: number; fractions: number; line: number }>();

  seeDate(value: string, line: number, field: string): void {
    const parts = numericDate(value);
    if (parts === undefined) return;
    const { first, second } = parts;
    if (first > 12 && second <= 12) this.#dates.see('first', { line, field, value });
    else if (second > 12 && first <= 12) this.#dates.see('second', { line, field, value });
    else if (first <= 12 && first !== second) this.#dates.see('either', { line, field, value });
  }

  seeNumber(value: string, line: number, field: string): void {
    const told = decimalEvidence(value);
    if (told === 'none') return;
    this.#numbers.see(told === '.' ? 'first' : told === ',' ? 'second' : 'either', { line, field, value });
  }

  seeCents(value: string, line: number, field: string): void {
    const seen = this.#cents.get(field) ?? { values: 0, fractions: 0, line };
    seen.values += 1;
    if (/[.,]/.test(value)) seen.fractions += 1;
    this.#cents.set(field, seen);
  }

  dateOrder(file: string, custom: DateOrder, isFixed: boolean, confirmed?: DateOrder): Decision<DateOrder> {
    if (confirmed !== undefined) return { value: confirmed };
    return decide(this.#dates, {
      file,
      code: 'dateOrder',
      custom,
      isFixed,
      first: { value: 'dayMonthYear', words: 'day, month, year' },
      second: { value: 'monthDayYear', words: 'month, day, year' },
      what: 'dates',
    });
  }

  decimalSeparator(file: string, confirmed?: DecimalSeparator): Decision<DecimalSeparator> {
    if (confirmed !== undefined) return { value: confirmed };
    return decide(this.#numbers, {
      file,
      code: 'decimalSeparator',
      custom: '.',
      isFixed: false,
      first: { value: '.', words: 'with a decimal point' },
      second: { value: ',', words: 'with a decimal comma' },
      what: 'numbers',
    });
  }

  /** Whether a rate column holds whole cents: it does where no value has a fraction. */
  isCents(file: string, field: string | undefined, confirmed?: 'cents' | 'units'): Decision<boolean> {
    if (confirmed !== undefined) return { value: confirmed === 'cents' };
    const seen = field === undefined ? undefined : this.#cents.get(field);
    if (seen === undefined) return { value: true };
    const isCents = seen.fractions === 0;
    return {
      value: isCents,
      assumption: {
        file,
        code: 'rateUnit',
        field: field!,
        line: seen.line,
        message: isCents
          ? `No value in ${field} has a fraction, so they are read as hundredths: 10001 is 100.01.`
          : `Values in ${field} have fractions, so they are read as whole units: 10001 is 10001.`,
        chosen: isCents ? 'cents' : 'units',
        alternatives: [isCents ? 'units' : 'cents'],
        mustConfirm: true,
      },
    };
  }
}

type Reading<T> = { readonly value: T; readonly words: string };

type Question<T> = {
  readonly file: string;
  readonly code: AssumptionCode;
  readonly custom: T;
  readonly isFixed: boolean;
  readonly first: Reading<T>;
  readonly second: Reading<T>;
  readonly what: string;
};

function decide<T extends string>(tally: Tally, question: Question<T>): Decision<T> {
  const { first, second, either } = tally.counts;
  const custom = question.custom === question.first.value ? question.first : question.second;
  const other = custom === question.first ? question.second : question.first;
  if (first > 0 && second > 0) return contradiction(tally, question, custom);
  if (first > 0 || second > 0) {
    const found = first > 0 ? question.first : question.second;
    if (found === custom || !question.isFixed) return { value: found.value };
    const sight = first > 0 ? tally.sights.first! : tally.sights.second!;
    const message =
      `This layout writes ${question.what} as ${custom.words}, but ${shown(sight)} fits only ${found.words}; ` +
      `all ${question.what} of the file are read so.`;
    return {
      value: found.value,
      assumption: assumption(question, message, { chosen: found, other: custom, sight }),
    };
  }
  if (either === 0) return { value: custom.value };
  const sight = tally.sights.either!;
  const message = question.isFixed
    ? `Every one of the ${question.what} could be read two ways (${shown(sight)}); this layout writes them as ${custom.words}.`
    : `Nothing in the file tells how its ${question.what} are written (${shown(sight)} and ${either - 1} more fit both); they are read as ${custom.words}. Confirm this, or choose ${other.words}.`;
  return {
    value: custom.value,
    assumption: {
      ...assumption(question, message, { chosen: custom, other, sight }),
      mustConfirm: !question.isFixed,
    },
  };
}

function contradiction<T extends string>(
  tally: Tally,
  question: Question<T>,
  custom: Reading<T>,
): Decision<T> {
  const { first, second } = tally.counts;
  const chosen = first === second ? custom : first > second ? question.first : question.second;
  const other = chosen === question.first ? question.second : question.first;
  const message =
    `The file writes its ${question.what} in two ways: ${shown(tally.sights.first!)} fits only ${question.first.words} ` +
    `(${first} such), ${shown(tally.sights.second!)} only ${question.second.words} (${second} such). ` +
    `They are read as ${chosen.words}; rows that do not fit are refused, but others may be read wrongly.`;
  return {
    value: chosen.value,
    assumption: assumption(question, message, { chosen, other, sight: tally.sights.first! }),
  };
}

function assumption<T extends string>(
  question: Question<T>,
  message: string,
  about: { readonly chosen: Reading<T>; readonly other: Reading<T>; readonly sight: Sight },
): ImportAssumption {
  const { file, code } = question;
  const { field, line } = about.sight;
  const alternatives = [about.other.value];
  return { file, code, field, line, message, chosen: about.chosen.value, alternatives, mustConfirm: true };
}

function shown(sight: Sight): string {
  return `${quoted(sight.value)} in ${sight.field}, line ${sight.line}`;
}
