// Programs that share a data folder, and one that is told to stop in a storm of clients. What dies without being told is the
// subject of invoicing.test.ts.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { exitOf, kill, leave, newPlace, run, serve, type Program } from './program.ts';
import { openOffice, reckon, startStorm, type Office } from './storm.ts';

const place = await newPlace();
after(() => leave(place));

let server: Program;
let office: Office;

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

test('Ctrl-C in a storm: what was acknowledged stays and the program ends cleanly', async () => {
  const storm = startStorm(place, office, 8);
  await pause(300);
  await kill(server, 'SIGINT');
  assert.equal(server.child.exitCode, 0, server.said());
  server = await serve(place);
  await storm.stop();
  const { lost, doubled, differences } = await reckon(place, office, storm.acknowledged);
  assert.deepEqual({ lost, doubled, differences }, { lost: [], doubled: 0, differences: 0 });
});
