// Rows of many documents written in one statement: an array per column, so that the statement stays the same whatever it
// writes, and is planned once.

import type { Tx } from '../database.ts';
import { plainArray } from '../values.ts';

type PlainType = 'smallint' | 'int' | 'bigint' | 'boolean' | 'date';
type PlainValue = Parameters<typeof plainArray>[0][number];
/** A word is text of our own: letters only. Text may hold anything. */
type TextType = 'word' | 'text' | 'jsonb' | 'timestamptz';

/** A column's type, and its value in a row. */
export type Column<Row> =
  | readonly [type: PlainType, valueOf: (row: Row) => PlainValue]
  | readonly [type: TextType, valueOf: (row: Row) => string | null];

export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

/** The values of a column as PostgreSQL reads an array. */
export function arrayOf<Row>(rows: readonly Row[], [type, valueOf]: Column<Row>): unknown {
  const values = rows.map((row) => valueOf(row));
  return type === 'text' || type === 'jsonb' || type === 'timestamptz'
    ? values
    : plainArray(values as PlainValue[]);
}

/**
 * `(select unnest($2::int[]) as column, …, place_in_batch) as name`; JSON comes out as text. Arrays are unrolled in the select
 * list: in from, PostgreSQL would keep the rows of each of them by itself before it puts them together.
 */
export function unnested(columns: Columns<never>, name: string): string {
  const unrolled = Object.entries<Column<never>>(columns).map(
    ([column, [type]], place) => `unnest(${parameterOf(type, place)}) as ${column}`,
  );
  const [type] = Object.values<Column<never>>(columns)[0]!;
  const place = `generate_subscripts(${parameterOf(type, 0)}, 1) as place_in_batch`;
  return `(select ${[...unrolled, place].join(', ')}) as ${name}`;
}

function parameterOf(type: PlainType | TextType, place: number): string {
  return `$${place + 2}::${type === 'jsonb' || type === 'word' ? 'text' : type}[]`;
}

/** Inserts rows of a batch. */
export async function insertRows<Row>(
  tx: Tx,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns).join(', ');
  await tx.prepared(
    `insert-${table}`,
    `insert into ${table} (firm_id, ${names}) select $1, ${names} from ${unnested(columns, 'n')}`,
    [tx.firmId, ...Object.values(columns).map((column) => arrayOf(rows, column))],
  );
}
