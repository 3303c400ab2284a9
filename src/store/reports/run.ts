import { createHash } from 'node:crypto';
import type { RawBuilder } from 'kysely';
import { sqlBuilder } from '../query-builder.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

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
  const name = `report ${createHash('sha256').update(sql).digest('base64url').slice(0, 24)}`;
  return { name, sql, parameters };
}

type Statement = { readonly name: string; readonly sql: string; readonly parameters: readonly unknown[] };

/** Statements of any plan, each with a name of its own, in one round trip. */
export async function runTogether(tx: Tx, statements: readonly Statement[]): Promise<object[][]> {
  const asked = () => statements.map(({ name, sql, parameters }) => tx.prepared(name, sql, parameters));
  if (tx.isSpread === true) return Promise.all(asked());
  const [, ...answers] = await Promise.all([
    tx.query('set local plan_cache_mode = force_generic_plan'),
    ...asked(),
    tx.query('set local plan_cache_mode = auto'),
  ]);
  return answers.slice(0, -1);
}
