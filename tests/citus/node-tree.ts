// A statement as PostgreSQL understands it, with the functions that its operators and casts stand for. A function with a
// body of SQL is kept as such a tree, so the statement is made one, looked at, and forgotten.

import type pg from 'pg';

// oxlint-disable-next-line typescript/no-explicit-any -- a tree as deep as a statement, whose nodes are told by their kind
export type Node = any;

export type Volatility = 'i' | 's' | 'v';

export type Catalogue = {
  readonly functions: ReadonlyMap<number, { readonly name: string; readonly volatility: Volatility }>;
  /** The function of an operator, those that read and write a type, and the name of a table. */
  readonly operators: ReadonlyMap<number, number>;
  readonly types: ReadonlyMap<number, readonly [input: number, output: number]>;
  readonly tables: ReadonlyMap<number, string>;
};

export async function readCatalogue(pool: pg.Pool): Promise<Catalogue> {
  const ask = async (sql: string) => (await pool.query<{ row: [number, ...never[]] }>(sql)).rows;
  const entries = async (sql: string) =>
    (await ask(sql)).map(({ row: [oid, ...rest] }) => [oid, rest] as const);
  const functions = await entries(
    'select json_build_array(oid::int, proname, provolatile) as row from pg_proc',
  );
  const operators = await entries(
    'select json_build_array(oid::int, oprcode::oid::int) as row from pg_operator',
  );
  const types = await entries(
    'select json_build_array(oid::int, typinput::oid::int, typoutput::oid::int) as row from pg_type',
  );
  const tables = await entries(`select json_build_array(oid::int, relname) as row from pg_class`);
  return {
    functions: new Map(
      functions.map(([oid, [name, volatility]]) => [oid, { name: name!, volatility: volatility! }]),
    ),
    operators: new Map(operators.map(([oid, [code]]) => [oid, code!])),
    types: new Map(types.map(([oid, [input, output]]) => [oid, [input!, output!]])),
    tables: new Map(tables.map(([oid, [name]]) => [oid, name!])),
  };
}

/** Undefined where the statement names what is not there any more, or has more parameters than a function may have. */
export async function treeOf(pool: pg.Pool, sql: string): Promise<Node> {
  const client = await pool.connect();
  try {
    await client.query(`begin; prepare looked_at as ${sql}`);
    const { rows } = await client.query<{ types: string }>(
      `select array_to_string(parameter_types::text[], ', ') as types from pg_prepared_statements where name = 'looked_at'`,
    );
    const make = (answer: string) =>
      `create function looked_at(${rows[0]!.types}) returns ${answer} language sql begin atomic ${sql}; end`;
    await client.query('savepoint making');
    await client
      .query(make('setof record'))
      .catch(() => client.query(`rollback to savepoint making; ${make('void')}`));
    const kept = await client.query<{ tree: string }>(
      `select prosqlbody::text as tree from pg_proc where proname = 'looked_at'`,
    );
    return parseTree(kept.rows[0]!.tree);
  } catch {
    return undefined;
  } finally {
    await client.query('rollback; deallocate all');
    client.release();
  }
}

/** Nodes are {KIND :field value …}, lists are in parentheses, and a constant is its length and its bytes. */
function parseTree(text: string): Node {
  const tokens = text.match(/[(){}]|(?:\\[\s\S]|"(?:\\[\s\S]|[^"\\])*"|[^\s(){}\\])+/g)!;
  let at = 0;
  const value = (): Node => {
    const token = tokens[at++]!;
    if (token === '(') return valuesUntil((next) => next === ')', 1);
    if (token !== '{') return token;
    const node: Node = { kind: tokens[at++] };
    while (tokens[at] !== '}') {
      const field = tokens[at++]!.slice(1);
      const values = valuesUntil((next) => next === '}' || /^:[a-z]/i.test(next), 0);
      node[field] = values.length === 1 ? values[0] : values;
    }
    at += 1;
    return node;
  };
  const valuesUntil = (isEnd: (token: string) => boolean, closing: number): Node[] => {
    const values = [];
    while (!isEnd(tokens[at]!)) values.push(value());
    at += closing;
    return values;
  };
  return value();
}
