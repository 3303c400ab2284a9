// Many rows in one statement, and the ids they were given, in the order of the rows.

import type { Tx } from '#store/database.ts';

/** A column with a value per row. */
export type Column = readonly [name: string, type: string, values: readonly unknown[]];

/** Inserts rows of the firm into a table whose ids count by themselves. */
export async function insertRows(tx: Tx, table: string, columns: readonly Column[]): Promise<number[]> {
  if (columns[0]![2].length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `${insertion(table, columns)} returning id`,
    valuesOf(tx, columns),
  );
  return rows.map((row) => row.id);
}

/** Inserts rows of the firm into a table whose ids are given, or that has none. */
export async function insertRowsWithoutIds(
  tx: Tx,
  table: string,
  columns: readonly Column[],
  options: { idsGiven?: boolean } = {},
): Promise<void> {
  if (columns[0]![2].length === 0) return;
  const overriding = options.idsGiven ? 'overriding system value' : '';
  await tx.query(insertion(table, columns, overriding), valuesOf(tx, columns));
}

function insertion(table: string, columns: readonly Column[], overriding = ''): string {
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 2}::${type}[]`).join(', ');
  // Ids are given in the order of the rows, which the sort keeps.
  return `insert into ${table} (firm_id, ${names}) ${overriding}
    select $1, ${names} from unnest(${arrays}) with ordinality as given (${names}, ordinal) order by ordinal`;
}

function valuesOf(tx: Tx, columns: readonly Column[]): unknown[] {
  return [tx.firmId, ...columns.map(([, , values]) => values)];
}
