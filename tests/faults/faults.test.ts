// What happens to acknowledged work when things die. One place, a storm of clients, and everything is killed in turn; a
// longer run by hand: node tests/faults/main.ts --kill --cycles 50. A kill shows what the program and PostgreSQL do; it does not
// show what a disk does that loses power.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { exitOf, kill, leave, newPlace, run, serve, type Program } from './program.ts';
import { killSomething, looseCommits } from './kills.ts';
import { nextAnswer, openOffice, reckon, startStorm, type Acknowledged, type Office } from './storm.ts';

const place = await newPlace();
after(() => leave(place));

let server: Program;
let office: Office;
const acknowledged: Acknowledged[] = [];

test('an office opens', async () => {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  server = await serve(place);
  office = await openOffice(place, 3);
});

test('two servers do not share a data folder: the second says who has it', async () => {
  const second = run(place, 'serve');
  assert.equal(await exitOf(second), 1);
  assert.match(second.said(), /is in use by process \d+ \(workledger serve, http:\/\/127\.0\.0\.1:\d+\)/);
});

// The other victims are for longer runs.
for (const victim of ['backend', 'everything'] as const) {
  test(`kill -9 of ${victim} in a storm: nothing acknowledged is lost, nothing is doubled`, async (t) => {
    const storm = startStorm(place, office, 8);
    await pause(400);
    const killedAt = performance.now();
    server = await killSomething(place, server, victim);
    const recoveredInMs = (await nextAnswer(storm)) - killedAt;
    await pause(200);
    await storm.stop();
    acknowledged.push(...storm.acknowledged);
    t.diagnostic(
      `${storm.acknowledged.length} entries, ${storm.retries} retries, answers again after ${Math.round(recoveredInMs)} ms`,
    );
    const { lost, doubled, differences } = await reckon(place, office, acknowledged);
    assert.deepEqual({ lost, doubled, differences }, { lost: [], doubled: 0, differences: 0 });
  });
}

test('Ctrl-C in a storm: what was acknowledged stays and the program ends cleanly', async () => {
  const storm = startStorm(place, office, 8);
  await pause(300);
  await kill(server, 'SIGINT');
  assert.equal(server.child.exitCode, 0, server.said());
  server = await serve(place);
  await storm.stop();
  acknowledged.push(...storm.acknowledged);
  const { lost, doubled, differences } = await reckon(place, office, acknowledged);
  assert.deepEqual({ lost, doubled, differences }, { lost: [], doubled: 0, differences: 0 });
});

// Last, because what it loses stays lost.
test('the same count sees a loss when commits are acknowledged before they are kept', async () => {
  await looseCommits(place);
  let lost: string[] = [];
  for (let round = 1; round <= 4 && lost.length === 0; round += 1) {
    const storm = startStorm(place, office, 8);
    await pause(300 + 100 * round);
    server = await killSomething(place, server, 'everything');
    await storm.stop();
    acknowledged.push(...storm.acknowledged);
    ({ lost } = await reckon(place, office, acknowledged));
  }
  assert.ok(lost.length > 0, 'nothing was lost although nothing was kept');
});
