import { createHash } from 'node:crypto';
import type { RawBuilder } from 'kysely';
import { sqlBuilder } from '../query-builder.ts';
import type { Tx } from '../database.ts';

/** Runs a query written with Kysely's `sql` in the transaction of the firm. */
export function runSql<Row extends object>(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { sql, parameters } = query.compile(sqlBuilder);
  return tx.query<Row>(sql, parameters);
}

/** As runSql, planned once per connection: only for texts of which there are few, since each stays with its connection. */
export function runPrepared<Row extends object>(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { sql, parameters } = query.compile(sqlBuilder);
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 24);
  return tx.prepared<Row>(`report ${name}`, sql, parameters);
}
