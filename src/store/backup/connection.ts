// Connections for copying: each of its own, since COPY cannot share one on which statements travel together.

import type { Readable, Writable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Queries } from '../database.ts';
import type { DatabaseAddress } from '../address.ts';
import { valueTypes } from '../values.ts';

export type CopyConnection = {
  readonly tx: Queries;
  /** The rows that a statement writes out; `rows()` counts them when it has ended. */
  copyOut(statement: string): { readonly stream: Readable; rows(): number };
  copyIn(statement: string): { readonly stream: Writable; rows(): number };
  end(): Promise<void>;
};

/**
 * Copying takes as long as it takes, and the connection that holds the snapshot is idle meanwhile. A lock is not waited
 * for: a migration that is under way goes first, and whatever came too early is done again.
 */
const opening = `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = '30s';
  set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'iso_8601'; set extra_float_digits = 3;
  set client_encoding = 'UTF8'`;

export async function openCopyConnection(address: DatabaseAddress, begin: string): Promise<CopyConnection> {
  const client = new pg.Client({ ...address, types: valueTypes, application_name: 'workledger backup' });
  // A lost connection fails what is running on it; without a listener it would also end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(opening);
    await client.query(begin);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return {
    tx: queriesOn(client),
    copyOut(statement) {
      const stream = client.query(copyTo(statement));
      // The same for whoever has stopped reading it by then.
      stream.on('error', () => {});
      return { stream, rows: () => stream.rowCount };
    },
    copyIn(statement) {
      const stream = client.query(copyFrom(statement));
      return { stream, rows: () => stream.rowCount };
    },
    end: () => client.end().catch(() => {}),
  };
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
