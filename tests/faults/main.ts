// Many kills by hand: node tests/faults/main.ts --kills 50 [--clients 16]
//
// Kills the server, PostgreSQL's postmaster, one of its backends, or all at once, at random moments in a storm; after
// each, everything acknowledged so far is counted and the ledger verified.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { killSomething, victims } from './kills.ts';
import { exitOf, leave, newPlace, run, serve } from './program.ts';
import { nextAnswer, openOffice, reckon, startStorm, type Acknowledged } from './storm.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, clients: { type: 'string', default: '16' } },
});

const place = await newPlace();
try {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  let server = await serve(place);
  const office = await openOffice(place, 5);
  const acknowledged: Acknowledged[] = [];
  const recoveriesMs: number[] = [];
  for (let number = 1; number <= Number(values.kills); number += 1) {
    const victim = victims[Math.floor(Math.random() * victims.length)]!;
    const storm = startStorm(place, office, Number(values.clients));
    await pause(100 + Math.random() * 900);
    const killedAt = performance.now();
    server = await killSomething(place, server, victim);
    const recoveredMs = Math.round((await nextAnswer(storm)) - killedAt);
    recoveriesMs.push(recoveredMs);
    await pause(100);
    await storm.stop();
    acknowledged.push(...storm.acknowledged);
    const { lost, doubled, differences, entries } = await reckon(place, office, acknowledged);
    console.log(
      `${number}. ${victim}: answers again after ${recoveredMs} ms; ${entries} entries, ` +
        `${lost.length} lost, ${doubled} doubled, ${differences} differences`,
    );
    assert.deepEqual({ lost, doubled, differences }, { lost: [], doubled: 0, differences: 0 });
  }
  const sorted = recoveriesMs.toSorted((a, b) => a - b);
  console.log(`recovery: median ${sorted[Math.floor(sorted.length / 2)]} ms, longest ${sorted.at(-1)} ms`);
} finally {
  await leave(place);
}
