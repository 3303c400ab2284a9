// What becomes of acknowledged work when the network to the database is cut, when others take all of its connections, when the
// clock of the server jumps, and when several programs migrate at once. Longer: node tests/faults/main.ts --all.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { playOn } from './cycles.ts';
import { reckonInvoices, reckonKeys } from './invoicing-storm.ts';
import { serve } from './program.ts';
import { crowdFor, cutFor, jumpFor, openSurroundings } from './scenes.ts';
import { openOffice, send } from './storm.ts';
import { migrateAtOnce } from './two-migrations.ts';

const around = await openSurroundings({ throwAway: true });
after(() => around.leave());

test('two programs migrate at once, and one of them is killed: the other finishes', async () => {
  await migrateAtOnce(around.place, around.environment, { programs: 2, killAfterMs: 1_200 });
});

// A connection that falls silent takes ten seconds to be noticed: that is for longer runs.
const strikes: readonly (() => Promise<string>)[] = [
  () => cutFor(around, 'stalled', 400),
  () => cutFor(around, 'reset', 400),
  () => cutFor(around, 'halfClosed', 400),
  () => crowdFor(around, 600),
  () => jumpFor(around, 26, 300),
  () => jumpFor(around, -2, 300),
];

test('cut off, crowded out and by a wrong clock: nothing acknowledged is lost, nothing is doubled', async (t) => {
  const { place, environment, leave } = around;
  const server = await serve(place, environment);
  const office = await openOffice(place, 3);
  const scene = { place, server, strike: (turn: number) => strikes[turn]!(), end: leave };
  const plan = { cycles: strikes.length, clients: 3 };
  const { acknowledged, keys, beforehand } = await playOn(scene, office, plan, (cycle) =>
    t.diagnostic(`${cycle.what}: ${cycle.acknowledged} acknowledged, ${cycle.retries} asked again`),
  );

  await t.test('the same count sees an answer that was made up', async () => {
    const last = acknowledged.at(-1)!;
    const madeUp = { ...last, answer: { id: '4711', wipActionId: '4711', costs: [{ id: '4711' }] } };
    const { lost } = await reckonInvoices(place, office, [...acknowledged, madeUp]);
    assert.equal(lost.length, 1);
    assert.equal((await reckonKeys(place, [...keys, randomUUID()], beforehand)).lost, 1);
  });

  await t.test('and what was done once more by a key that nobody was answered', async () => {
    const { path, body } = acknowledged.find(({ deed }) => deed === 'payment')!;
    const headers = { authorization: `Bearer ${office.key}`, 'idempotency-key': randomUUID() };
    assert.equal((await send(place, path, body, headers)).status, 201);
    assert.equal((await reckonInvoices(place, office, acknowledged)).doubled, 1);
    assert.equal((await reckonKeys(place, keys, beforehand)).unasked, 1);
  });
});
