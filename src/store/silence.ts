// Connections that nothing is heard of any more. When a network loses what it is given, neither side is told: a query waits
// for a quarter of an hour until the system gives the connection up, and so does whoever waits for the query. So each
// statement has to be answered within its own limit and a little more, which the database keeps by itself when it is there;
// otherwise the connection is broken, and with it those that lie idle, because they go the same way.

import type pg from 'pg';

type Listening = { readonly idle: Set<pg.PoolClient>; patienceMs: number };

const listenings = new WeakMap<pg.PoolClient, Listening>();

/** A database that cannot be reached, as the system would say it in the end. */
const unheard = () =>
  Object.assign(new Error('Connection terminated: the database was not heard of in time'), {
    code: 'ETIMEDOUT',
  });

/** Watches over the connections of a pool, as far as they are told how long to wait. */
export function listenTo(pool: pg.Pool): void {
  const idle = new Set<pg.PoolClient>();
  pool.on('connect', (client) => listenings.set(client, { idle, patienceMs: 0 }));
  pool.on('release', (_error, client) => idle.add(client));
  pool.on('acquire', (client) => idle.delete(client));
  pool.on('remove', (client) => idle.delete(client));
}

/** How long the statements of a connection may take from now on; 0 waits for ever. */
export function waitAtMost(client: pg.PoolClient, patienceMs: number): void {
  const listening = listenings.get(client);
  if (listening !== undefined) listening.patienceMs = patienceMs;
}

/** Waits for an answer, and breaks the connection when none comes. */
export async function heard<T>(client: pg.PoolClient, answer: Promise<T>): Promise<T> {
  const { idle, patienceMs } = listenings.get(client) ?? { idle: [], patienceMs: 0 };
  if (patienceMs === 0) return answer;
  const timer = setTimeout(() => {
    for (const one of [client, ...idle]) one.connection.stream.destroy(unheard());
  }, patienceMs);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}

/** The same for a pool that is used as it is, by a library: every statement has so long, and no other limit. */
export function hearAll(pool: pg.Pool, patienceMs: number): void {
  pool.on('connect', (client) => {
    waitAtMost(client, patienceMs);
    const ask = client.query.bind(client) as (...asked: unknown[]) => unknown;
    const askAndHear = (...asked: unknown[]) => {
      const answer = ask(...asked);
      return answer instanceof Promise ? heard(client, answer) : answer;
    };
    client.query = askAndHear as typeof client.query;
  });
}
