import type { RawBuilder } from 'kysely';
import { sqlBuilder } from '../query-builder.ts';
import { planningByKey, type Tx } from '../database.ts';
import { askPlanned, nameOfText, readByKey } from '../prepared.ts';

/** Runs a query written with Kysely's `sql` in the transaction of the firm. */
export function runSql<Row extends object>(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { sql, parameters } = query.compile(sqlBuilder);
  return tx.query<Row>(sql, parameters);
}

/**
 * As runSql, planned once per connection: only for texts of which there are few, since each stays with its connection. Left
 * to itself PostgreSQL guesses that a plan for any limit reads more than one for this limit, and plans anew each time, which
 * takes longer than reading a page.
 */
export async function runPrepared<Row extends object>(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const [rows] = await runTogether(tx, [preparedOf(query)]);
  return rows as Row[];
}

/** As runSql, for rows that are read by their keys (prepared.ts). */
export function runByKey<Row extends object>(tx: Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { sql, parameters } = query.compile(sqlBuilder);
  return readByKey<Row>(tx, sql, parameters);
}

/** A query as a statement of a plan, under a name that says which text it is. */
export function preparedOf(query: RawBuilder<unknown>): Statement {
  const { sql, parameters } = query.compile(sqlBuilder);
  return { name: nameOfText(sql), sql, parameters };
}

type Statement = { readonly name: string; readonly sql: string; readonly parameters: readonly unknown[] };

/** Statements of any plan, each with a name of its own, in one round trip. */
export function runTogether(tx: Tx, statements: readonly Statement[]): Promise<object[][]> {
  const { plan_cache_mode } = planningByKey;
  return askPlanned(tx, { plan_cache_mode }, () =>
    statements.map(({ name, sql, parameters }) => tx.prepared(name, sql, parameters)),
  );
}
