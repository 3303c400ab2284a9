import pg from 'pg';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { RateSource } from '#core/pricing/rates.ts';

/**
 * How PostgreSQL's values arrive in JavaScript. Money and row ids are exact (bigint), civil dates stay the text
 * 'YYYY-MM-DD', instants become ISO text ending in Z with every digit the database kept, and numeric stays text.
 * Nothing becomes a float or a Date by accident.
 */

type Parser = (text: string) => unknown;

const oid = {
  int8: 20,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  int8Array: 1016,
  timestampArray: 1115,
  dateArray: 1182,
  timestamptzArray: 1185,
  numericArray: 1231,
} as const;

/** '2026-03-31 09:30:00.125+00' → '2026-03-31T09:30:00.125Z', whatever time zone the session speaks. */
export function instantFromText(text: string): string {
  if (text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
  if (text.endsWith('infinity')) return text;
  return Temporal.Instant.from(text).toString();
}

/** Values whose text holds no comma, quote, brace, backslash or space. */
type Plain = number | bigint | boolean | CivilDate | RateSource | null;

/**
 * An array parameter as PostgreSQL reads arrays, for the statements that carry many of them. The driver would quote and
 * escape each element; that is for text of other people, which it goes on doing.
 */
export function plainArray(values: readonly Plain[]): string {
  let text = '{';
  let between = '';
  // Added up and not joined: there are very many, and this takes two thirds of the time.
  for (const value of values) {
    text += `${between}${value ?? 'NULL'}`;
    between = ',';
  }
  return `${text}}`;
}

const special = /["\\]/;
const specials = /["\\]/g;

/** An array parameter of texts: the driver would look twice for what to escape in each, and here it is seldom there. */
export function textArray(values: readonly (string | null)[]): string {
  let text = '{';
  let between = '';
  for (const value of values) {
    if (value === null) text += `${between}NULL`;
    else text += `${between}"${special.test(value) ? value.replace(specials, '\\$&') : value}"`;
    between = ',';
  }
  return `${text}}`;
}

const asText: Parser = (text) => text;
// Most amounts of a report are nothing, which need not be made anew each time.
const asBigint: Parser = (text) => (text === '0' ? 0n : BigInt(text));

/** One-dimensional arrays of numbers, dates and instants: their elements hold no comma, quote or brace. */
function arrayOf(parse: Parser): Parser {
  return (text) => {
    if (text === '{}') return [];
    const elements = text.slice(1, -1).split(',');
    return elements.map((element) => (element === 'NULL' ? null : parse(element.replaceAll('"', ''))));
  };
}

/**
 * Texts for later, each in one piece. What was added up stays a chain of its pieces until it is read, and weighs ten times as
 * much while it waits.
 */
export function inOnePiece(texts: readonly string[]): string[] {
  return texts.map((text) => Buffer.from(text).toString());
}

const parsers = new Map<number, Parser>([
  [oid.int8, asBigint],
  [oid.date, asText],
  [oid.timestamp, asText],
  [oid.timestamptz, instantFromText],
  [oid.numeric, asText],
  [oid.int8Array, arrayOf(asBigint)],
  [oid.timestampArray, arrayOf(asText)],
  [oid.dateArray, arrayOf(asText)],
  [oid.timestamptzArray, arrayOf(instantFromText)],
  [oid.numericArray, arrayOf(asText)],
]);

/** Handed to every pool and client, so that no global state of the driver is changed. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(id)) ||
    pg.types.getTypeParser(id, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};
