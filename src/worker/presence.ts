// That a worker lives, told by a connection of its own: PostgreSQL takes its locks away in the moment in which its process
// is gone, however it went. So others need not wait for a silence that might only be slowness.

import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { enterPresence, leavePresence } from '#store/queue.ts';

export type Presence = {
  /** Is present under exactly these ids, on a new connection where the last one was lost. */
  be(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/** In milliseconds. A network that loses what it is given says nothing of it. */
const connectWithin = 5_000;
const answerWithin = 10_000;
const goodbyeWithin = 1_000;

export function openPresence(address: pg.ClientConfig): Presence {
  let client: pg.Client | undefined;
  const held = new Set<string>();

  async function connected(): Promise<pg.Client> {
    if (client !== undefined) return client;
    const opened = new pg.Client({
      ...address,
      application_name: 'workledger worker',
      connectionTimeoutMillis: connectWithin,
      query_timeout: answerWithin,
    });
    const forget = () => {
      if (client !== opened) return;
      client = undefined;
      held.clear();
    };
    opened.on('error', forget);
    opened.on('end', forget);
    await opened.connect();
    client = opened;
    return opened;
  }

  async function hold(ids: readonly string[]): Promise<void> {
    const connection = await connected();
    try {
      await change(connection, ids);
    } catch (error) {
      // Whatever became of it, a new connection holds nothing yet.
      connection.connection.stream.destroy();
      throw error;
    }
  }

  async function change(connection: pg.Client, ids: readonly string[]): Promise<void> {
    for (const id of ids.filter((one) => !held.has(one))) {
      await enterPresence(connection, id);
      held.add(id);
    }
    for (const id of [...held].filter((one) => !ids.includes(one))) {
      await leavePresence(connection, id);
      held.delete(id);
    }
  }

  let last: Promise<void> = Promise.resolve();
  return {
    be(ids) {
      last = last.catch(() => {}).then(() => hold(ids));
      return last;
    },
    async close() {
      await last.catch(() => {});
      const leaving = client;
      if (leaving === undefined) return;
      await Promise.race([leaving.end().catch(() => {}), delay(goodbyeWithin, undefined, { ref: false })]);
      leaving.connection.stream.destroy();
    },
  };
}
