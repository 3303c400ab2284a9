// Paging by the sort key of the last row: stable while others write, and the tenth page costs what the first did.
// Sort keys are columns of a query named `r`; what is missing sorts before everything else.

import { sql, type RawBuilder } from 'kysely';

type Sql = RawBuilder<unknown>;

export type SortKey<Field extends string = string> = {
  readonly field: Field;
  readonly type: 'text' | 'bigint' | 'date';
  readonly descending?: boolean;
};

/** The sort key of a row, as text and numbers that travel in a cursor. */
export type Position = readonly (string | number)[];

const missing = { text: '', bigint: '-9223372036854775808', date: '0001-01-01' } as const;

export function orderBy(keys: readonly SortKey[]): Sql {
  return sql.join(keys.map((key) => (key.descending ? sql`${valueOf(key)} desc` : sql`${valueOf(key)} asc`)));
}

/** The condition that a row comes after a position, which has a value per key. */
export function after(keys: readonly SortKey[], position: Position): Sql {
  const [key, ...rest] = keys;
  const [value, ...values] = position;
  if (key === undefined || value === undefined) return sql`false`;
  const at = folded(key, sql`${String(value)}::${sql.raw(key.type)}`);
  const beyond = key.descending ? sql`${valueOf(key)} < ${at}` : sql`${valueOf(key)} > ${at}`;
  if (rest.length === 0) return sql`(${beyond})`;
  return sql`(${beyond} or (${valueOf(key)} = ${at} and ${after(rest, values)}))`;
}

export function positionOf(keys: readonly SortKey[], row: Readonly<Record<string, unknown>>): Position {
  return keys.map((key) => String((row[key.field] ?? missing[key.type]) as string | number | bigint));
}

/** Whether a position may be read against these keys; a cursor is text from outside. */
export function fits(keys: readonly SortKey[], position: Position): boolean {
  return (
    position.length === keys.length && keys.every((key, index) => isOfType(String(position[index]), key.type))
  );
}

function isOfType(text: string, type: SortKey['type']): boolean {
  switch (type) {
    case 'text':
      return true;
    case 'bigint':
      return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
    case 'date':
      return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/.test(text) || isLateInMonth(text);
  }
}

function isLateInMonth(text: string): boolean {
  if (!/^\d{4}-\d{2}-(29|30|31)$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

function valueOf(key: SortKey): Sql {
  return folded(
    key,
    sql`coalesce(${sql.ref(`r.${key.field}`)}::${sql.raw(key.type)}, ${sql.lit(missing[key.type])})`,
  );
}

/** Capitals do not matter in sorting. */
function folded(key: SortKey, value: Sql): Sql {
  return key.type === 'text' ? sql`lower(${value})` : value;
}
