import type { RawBuilder } from 'kysely';
import { sqlBuilder } from '../query-builder.ts';
import type { Tx } from '../database.ts';

/** Runs a query written with Kysely's `sql` in the transaction of the firm. */
export function runSql<Row extends object>(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { sql, parameters } = query.compile(sqlBuilder);
  return tx.query<Row>(sql, parameters);
}
