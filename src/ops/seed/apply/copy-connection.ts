// A transaction on a connection of its own: COPY cannot share one on which statements travel together.

import pg from 'pg';
import { addressOf, type Database, type Queries } from '#store/database.ts';
import { valueTypes } from '#store/values.ts';

export async function inCopyTransaction<T>(
  database: Database,
  work: (tx: Queries) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    ...addressOf(database),
    types: valueTypes,
    application_name: 'workledger seed',
  });
  // A lost connection fails what is running on it; without a listener it would also end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    const value = await work(queriesOn(client));
    await client.query('commit');
    return value;
  } finally {
    // An open transaction ends with its connection, and nothing of it stays.
    await client.end();
  }
}

function queriesOn(client: pg.Client): Queries {
  const query = async <Row extends object>(sql: string, params: readonly unknown[] = []) =>
    (await client.query<Row>(sql, [...params])).rows;
  return {
    query,
    prepared: (_name, sql, params) => query(sql, params),
    run<Row extends object>(compilable: { compile(): { sql: string; parameters: readonly unknown[] } }) {
      const { sql, parameters } = compilable.compile();
      return query<Row>(sql, parameters);
    },
    // The pool's client with a way back to the pool, which nobody takes here.
    client: client as pg.PoolClient,
  };
}
