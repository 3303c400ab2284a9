// The door of a server, with endpoints that end when the test says so.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import test, { after, before } from 'node:test';
import { setImmediate as aTurn, setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { limitsFor } from '#api/admission/limits.ts';
import type { WorkClass } from '#api/admission/queue.ts';
import { route } from '#api/route.ts';
import { done } from '#core/refusal.ts';
import { createApiTest } from '../api/testing.ts';

/** Requests that have begun, each with how to end it. */
const begun: { work: string; firmId: number; end: () => void }[] = [];

const slow = (work: WorkClass) =>
  route({
    method: 'GET',
    path: `/${work}`,
    summary: 'Takes as long as the test likes',
    tag: 'Firm',
    permission: 'firm.read',
    work,
    answer: z.object({ ended: z.boolean() }),
    async handler({ context }) {
      await new Promise<void>((end) => begun.push({ work, firmId: context.principal.firmId, end }));
      return done({ ended: true });
    },
  });

const endless = route({
  method: 'GET',
  path: '/endless',
  summary: 'Takes the database longer than it may',
  tag: 'Firm',
  permission: 'firm.read',
  answer: z.object({}),
  async handler({ context }) {
    const work = { statementTimeoutMs: 50 };
    await context.database.inFirm(context.principal.firmId, (tx) => tx.query('select pg_sleep(20)'), work);
    return done({});
  },
});

const given = limitsFor(6);
const short = { waitingMax: 8, patienceMs: 400 };
const api = await createApiTest({
  routes: [slow('interactive'), slow('report'), slow('bulk'), endless],
  admission: {
    ...given,
    classes: {
      ...given.classes,
      interactive: { ...given.classes.interactive, ...short },
      report: { ...given.classes.report, ...short },
    },
  },
});
const owner = api.as('owner');

/** Once so many have begun since the last time. */
async function begin(count: number): Promise<typeof begun> {
  for (let turns = 0; begun.length < count && turns < 500; turns += 1) await delay(5);
  assert.equal(begun.length, count);
  return begun.splice(0);
}

before(async () => {
  // Who is calling is found out once, so that what follows is about the queue.
  const first = [owner.get('/interactive'), api.asOther().get('/interactive')];
  for (const { end } of await begin(2)) end();
  await Promise.all(first);
});
after(() => begun.forEach(({ end }) => end()));

test('what cannot begin in time is refused with a time to come back, and what has begun is answered', async () => {
  const answers = Array.from({ length: 30 }, () => owner.get('/interactive'));
  const running = await begin(3);
  await delay(500);
  for (const { end } of running) end();
  const [...all] = await Promise.all(answers);
  assert.equal(all.filter(({ status }) => status === 200).length, 3);
  const refused = all.filter(({ status }) => status === 503);
  assert.equal(refused.length, 27);
  for (const { body, headers } of refused) {
    assert.equal(body.code, 'overloaded');
    assert.equal(headers['retry-after'], '1');
    assert.ok(headers['x-request-id']);
  }
});

test('a second firm begins while the first one floods', async () => {
  const flood = Array.from({ length: 30 }, () => owner.get('/interactive'));
  const first = await begin(3);
  const other = api.asOther().get('/interactive');
  const [second] = await begin(1);
  assert.equal(second!.firmId, api.otherFirm.firmId);
  second!.end();
  assert.equal((await other).status, 200);
  for (const { end } of first) end();
  for (const count of [3, 3, 2]) for (const { end } of await begin(count)) end();
  assert.equal((await Promise.all(flood)).filter(({ status }) => status === 200).length, 3 + 8);
});

test('a flood of reports leaves room for what people wait for, and a flood of both for a run', async () => {
  const reports = [1, 2, 3].map(() => owner.get('/report'));
  const running = await begin(1);
  const people = [1, 2, 3, 4].map(() => owner.get('/interactive'));
  running.push(...(await begin(3)));
  const bulk = owner.get('/bulk');
  running.push(...(await begin(1)));
  assert.deepEqual(running.map(({ work }) => work).toSorted(), [
    'bulk',
    'interactive',
    'interactive',
    'interactive',
    'report',
  ]);
  for (const { end } of running) end();
  for (const count of [2, 1]) for (const { end } of await begin(count)) end();
  const answers = await Promise.all([...reports, ...people, bulk]);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
});

test('a caller that hangs up while it waits is not worked for', async () => {
  if (!api.server.server.listening) await api.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.server.server.address() as { port: number };
  const flood = Array.from({ length: 3 }, () => owner.get('/interactive'));
  const running = await begin(3);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const key = api.keyOf('owner');
  socket.write(`GET /api/v1/interactive HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`);
  await delay(100);
  socket.destroy();
  await delay(50);
  for (const { end } of running) end();
  await Promise.all(flood);
  for (let turns = 0; turns < 20; turns += 1) await aTurn();
  assert.equal(begun.length, 0);
});

test('what takes the database too long is given up, and says when to come back', async () => {
  const { status, body, headers } = await owner.get('/endless');
  assert.deepEqual([status, body.code, headers['retry-after']], [503, 'timedOut', '5']);
});
