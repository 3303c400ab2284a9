// Word of changes: between two servers on one database, for whom, and what happens when it gets lost.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { openLiveHub } from '#actions/live/hub.ts';
import { buildServer } from '#api/server.ts';
import { sendNotice } from '#store/live.ts';
import { routines } from '#worker/routines.ts';
import { addApiKey, createApiTest, testSecret } from './testing.ts';

const api = await createApiTest();
const pace = {
  gatherFor: 50,
  listenAgainAfter: 100,
  missedAfter: 500,
  ofFirmMax: 6,
  ofProcessMax: 8,
  heartbeatMs: 200,
};
const [here, there] = [await startServer(), await startServer()];
const ownerKey = await addApiKey(api.database, api.firm, { role: 'owner' });
const staffKey = await addApiKey(api.database, api.firm, { role: 'staff' });
const otherKey = await addApiKey(api.database, api.otherFirm, { role: 'owner' });

type Started = { address: string; server: FastifyInstance };

async function startServer(): Promise<Started> {
  const config = { secret: testSecret };
  const server = buildServer({ database: api.database, clock: () => api.clock.now, config, live: pace });
  after(() => server.close());
  await server.listen({ host: '127.0.0.1', port: 0 });
  return { address: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/api/v1`, server };
}

type Heard = { event: string; topics?: string[]; own?: string[] };

/** Watches until it is told to stop; answers what was heard so far, and waits for more. */
async function watch({ address }: Started, key: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const answer = await fetch(`${address}/live`, {
    headers: { authorization: `Bearer ${key}`, ...headers },
    signal: stop.signal,
  });
  const heard: Heard[] = [];
  let isOver = false;
  const reading = readInto(answer, heard)
    .catch(() => {})
    .finally(() => (isOver = true));
  after(() => stop.abort());
  return {
    status: answer.status,
    headers: answer.headers,
    heard,
    reading,
    stop: () => stop.abort(),
    /** Of all events so far. */
    topics: () => [...new Set(heard.flatMap(({ topics = [] }) => topics))].sort(byText),
    async until(what: string | (() => boolean)) {
      const isThere = typeof what === 'string' ? () => heard.some(({ event }) => event === what) : what;
      for (let waited = 0; !isThere(); waited += 20) {
        assert.ok(waited < 10_000 && !isOver, `heard only ${JSON.stringify(heard)}`);
        await pause(20);
      }
    },
  };
}

async function readInto(answer: Response, heard: Heard[]): Promise<void> {
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) {
      const kind = /^event: (.*)$/m.exec(event)?.[1];
      if (kind !== undefined) heard.push({ event: kind, ...JSON.parse(/^data: (.*)$/m.exec(event)![1]!) });
    }
  }
}

const recordTime = ({ address }: Started, watcher?: string) =>
  post(
    address,
    '/time-entries',
    { key: ownerKey, watcher },
    {
      entries: [
        {
          jobId: String(api.firm.jobId),
          jobTaskId: String(api.firm.jobTaskId),
          staffId: String(api.firm.staffId),
          workedOn: '2026-03-10',
          minutes: 30,
        },
      ],
    },
  );

type Writer = { key: string; watcher?: string | undefined };

async function post(address: string, path: string, writer: Writer, body: object): Promise<Response> {
  return fetch(`${address}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${writer.key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(writer.watcher === undefined ? {} : { 'workledger-watcher': writer.watcher }),
    },
    body: JSON.stringify(body),
  });
}

test('a change through one server is heard on the other, and only in its firm', async () => {
  const [mine, theirs] = [await watch(there, ownerKey), await watch(there, otherKey)];
  assert.equal(mine.headers.get('content-type'), 'text/event-stream');
  await mine.until('ready');
  assert.equal((await recordTime(here)).status, 201);
  await mine.until('changed');
  for (const topic of ['time-entries', 'wip', 'reports']) assert.ok(mine.topics().includes(topic), topic);
  await post(here.address, '/clients', { key: otherKey }, { name: 'Somebody Else' });
  await theirs.until('changed');
  assert.deepEqual(theirs.topics(), ['clients', 'contacts']);
  assert.ok(!mine.topics().includes('clients'));
  for (const watching of [mine, theirs]) watching.stop();
});

test('whoever writes is told what was only their own doing, and nobody else is', async () => {
  const mine = await watch(there, ownerKey, { 'workledger-watcher': 'tab-1' });
  const theirs = await watch(there, ownerKey, { 'workledger-watcher': 'tab-2' });
  const nameless = await watch(there, ownerKey);
  const all = [mine, theirs, nameless];
  for (const watching of all) await watching.until('ready');
  await recordTime(here, 'tab-1');
  for (const watching of all) await watching.until('changed');
  const [own = [], ...others] = all.map(({ heard }) => heard.find(({ event }) => event === 'changed')?.own);
  assert.deepEqual(own, mine.topics());
  assert.deepEqual(others, [[], []]);

  // What two did in the same moment is nobody's own.
  const before = mine.heard.length;
  await Promise.all([recordTime(here, 'tab-1'), recordTime(here, 'tab-2'), recordTime(here)]);
  await mine.until(() => mine.heard.slice(before).some(({ own: said }) => said?.length === 0));
  for (const watching of all) watching.stop();
});

test('what a worker does is heard too', async () => {
  const watching = await watch(there, ownerKey);
  await watching.until('ready');
  const live = openLiveHub(api.database, pace);
  const supplies = { database: api.database, clock: () => api.clock.now, mail: undefined, live };
  const subject = { firmId: api.firm.firmId, id: 1 };
  await assert.rejects(routines.sendMail(supplies, subject, { isLast: false }));
  await watching.until(() => watching.topics().includes('mails'));
  await live.close();
  watching.stop();
});

test('nobody hears of what they may not read', async () => {
  const watching = await watch(there, staffKey);
  await watching.until('ready');
  await recordTime(here);
  await watching.until('changed');
  assert.ok(watching.topics().includes('time-entries'));
  for (const topic of ['wip', 'reports', 'cost-entries'])
    assert.ok(!watching.topics().includes(topic), topic);
  watching.stop();
});

test('what is refused, only read or only previewed is no change', async () => {
  const watching = await watch(there, ownerKey);
  await watching.until('ready');
  assert.equal((await post(here.address, '/clients', { key: ownerKey }, { name: '' })).status, 400);
  await fetch(`${here.address}/clients`, { headers: { authorization: `Bearer ${ownerKey}` } });
  await pause(300);
  assert.deepEqual(watching.topics(), []);
  watching.stop();
});

test('many changes are few events', async () => {
  const watching = await watch(there, ownerKey);
  await watching.until('ready');
  for (let round = 0; round < 30; round += 1) await recordTime(here);
  await watching.until(() => watching.topics().includes('time-entries'));
  await pause(200);
  assert.ok(watching.heard.length < 15, `${watching.heard.length} events`);
  watching.stop();
});

test('whoever was cut off is told to look again', async () => {
  const watching = await watch(here, ownerKey, { 'last-event-id': 'seen' });
  await watching.until('resync');
  assert.equal(watching.heard[0]?.event, 'resync');
  watching.stop();
});

test('a server that lost its ear listens again and tells everybody to look again', async () => {
  const watching = await watch(there, ownerKey);
  await watching.until('ready');
  await api.database.asInstallation((tx) =>
    tx.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'workledger live'`,
    ),
  );
  await watching.until('resync');
  const before = watching.heard.length;
  await recordTime(here);
  await watching.until(() => watching.heard.slice(before).some(({ event }) => event === 'changed'));
  watching.stop();
});

test('more subscribers than a server serves are sent away with a time to come again', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => watch(here, ownerKey)));
  const tooMany = await watch(here, ownerKey);
  assert.deepEqual([tooMany.status, tooMany.headers.has('retry-after')], [503, true]);
  assert.equal((await watch(here, otherKey)).status, 200, 'another firm is not kept out');
  for (const watching of all) watching.stop();
  await pause(200);
  const again = await watch(here, ownerKey);
  assert.equal(again.status, 200);
  again.stop();
});

test('whoever may no longer read is not told any more', async () => {
  const secret = await addApiKey(api.database, api.firm, { role: 'owner' });
  const watching = await watch(here, secret);
  await watching.until('ready');
  await api.database.inFirm(api.firm.firmId, (tx) =>
    tx.query(
      'update api_key set revoked_at = now() where firm_id = $1 and id = (select max(id) from api_key)',
      [tx.firmId],
    ),
  );
  await watching.reading;
});

test('watching ends when the server drains', async () => {
  const third = await startServer();
  const watching = await watch(third, ownerKey);
  await watching.until('ready');
  const closed = once(third.server.server, 'close');
  const began = performance.now();
  await third.server.close();
  await closed;
  await watching.reading;
  assert.ok(performance.now() - began < 5_000);
});

test('word of thousands of firms fits into notices', async () => {
  const watching = await watch(there, ownerKey);
  await watching.until('ready');
  const topics = new Map([
    ['invoices', ''],
    ['wip', ''],
  ]);
  const firms = new Map(
    Array.from({ length: 3_000 }, (_, index) => [api.firm.firmId + 2_999 - index, topics]),
  );
  await sendNotice(api.database, { from: 'somebody', firms });
  await watching.until(() => watching.topics().includes('invoices'));
  watching.stop();
});

test('without a permission there is nothing to watch', async () => {
  assert.equal((await api.asNobody().get('/live')).status, 401);
  const scopeless = await addApiKey(api.database, api.firm, { role: 'owner', scopes: [] });
  assert.equal((await api.withHeaders({ authorization: `Bearer ${scopeless}` }).get('/live')).status, 403);
  assert.match((await api.as('staff').get('/live')).text, /^id: seen\nevent: ready\ndata: \{\}\n\n/);
});

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
