// How servers and workers on one database tell each other that something has changed: PostgreSQL's NOTIFY on one
// channel. A notice names firms and topics and nothing else; whoever wants to know more reads it, with their own rights.
//
// Notices are sent apart from what they tell of, because transactions that notify are committed one after the other.

import pg from 'pg';
import { addressOf, type Database } from './database.ts';

const channel = 'workledger_live';
/** A notice holds at most 8,000 bytes. */
const noticeBytesMax = 7_500;

/** Topics, each with the one watcher whose doing it was; '' where it was somebody else's, or of several. */
export type Told = ReadonlyMap<string, string>;
/** What is told by firm, and who says so. */
export type Notice = { readonly from: string; readonly firms: ReadonlyMap<number, Told> };

export async function sendNotice(database: Database, notice: Notice): Promise<void> {
  const payloads = payloadsOf(notice);
  await database.asInstallation(
    (tx) => tx.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [channel, payloads]),
    { standsBack: true },
  );
}

/**
 * As few payloads as hold it. Topics of one firm fit into one. Watchers stand apart from the topics, so that a server of
 * an earlier release that hears them still understands the topics.
 */
function payloadsOf({ from, firms }: Notice): string[] {
  const payloads: string[] = [];
  let gathered: string[] = [];
  let length = 0;
  for (const [firmId, topics] of firms) {
    const said = `${firmId}=${[...topics.keys()].join(',')}=${[...topics.values()].join(',')}`;
    if (length + said.length > noticeBytesMax) {
      payloads.push([from, ...gathered].join(' '));
      [gathered, length] = [[], 0];
    }
    gathered.push(said);
    length += said.length + 1;
  }
  payloads.push([from, ...gathered].join(' '));
  return payloads;
}

function readPayload(payload: string): Notice {
  const [from = '', ...said] = payload.split(' ');
  const firms = said.map((text): [number, Told] => {
    const [firmId, topics = '', watchers = ''] = text.split('=');
    const by = watchers.split(',');
    return [Number(firmId), new Map(topics.split(',').map((topic, place) => [topic, by[place] ?? '']))];
  });
  return { from, firms: new Map(firms) };
}

export type Listening = { end(): Promise<void> };

/** Listens on a connection of its own until that is lost or ended. It listens when this returns. */
export async function listenForNotices(
  database: Database,
  heard: { readonly notice: (notice: Notice) => void; readonly lost: () => void },
): Promise<Listening> {
  const client = new pg.Client({
    ...addressOf(database),
    application_name: 'workledger live',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  let over = false;
  const lose = () => {
    if (!over) heard.lost();
    over = true;
  };
  client.on('error', lose);
  client.on('end', lose);
  client.on('notification', ({ payload }) => heard.notice(readPayload(payload ?? '')));
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
  } catch (error) {
    over = true;
    await client.end().catch(() => {});
    throw error;
  }
  return {
    async end() {
      over = true;
      await client.end().catch(() => {});
    },
  };
}
