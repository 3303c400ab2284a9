// What becomes of a billing run when the server, the worker and PostgreSQL die in the middle of it: it goes on by itself, and
// comes to what was rehearsed. Ten times with 5,000 jobs: node tests/faults/main.ts --runs 10 --jobs 5000.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { exitOf, kill, leave, newPlace, run } from './program.ts';
import { openRunOffice, type RunOffice } from './run-office.ts';
import { reckonRun } from './run-reckoning.ts';
import { playRound, rehearsed, start } from './run-rounds.ts';
import { callCrew, strikeOnce, type Crew } from './run-storm.ts';

const place = await newPlace();
after(() => leave(place));

const jobs = 150;
let crew: Crew;
let office: RunOffice;

test('an office opens with a month of work', async () => {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  crew = await callCrew(place);
  office = await openRunOffice(place, jobs);
});

test('killed in turn through a run and its approval: each job is billed once, and all of it can be undone', async (t) => {
  const strikes = await playRound(office, crew, {
    approval: 'afterReview',
    victims: { bill: ['worker', 'postmaster'], approve: ['server'], undo: [] },
    disturbed: 3,
  });
  for (const { victim, left, recoveredMs } of strikes) {
    t.diagnostic(`${victim} killed with ${left} left, goes on after ${recoveredMs} ms`);
  }
  assert.ok(
    strikes.some(({ left }) => left > 0),
    'the run was over before anything was killed',
  );
});

/** What was done is committed, and a moment later what became of it. */
const settledLater = {
  file: 'actions/billing-runs/run-units.ts',
  piece: 'await settleUnits(tx, run.id, settled);',
  replacement: `await tx.query('commit');
    await new Promise((goOn) => setTimeout(goOn, 1500));
    await tx.query('begin');
    await tx.query('set local role workledger_app');
    await tx.query("set local app.firm_id = '" + tx.firmId + "'");
    await settleUnits(tx, run.id, settled);`,
};

// Last, because what it loses stays lost.
test('the same reckoning sees a run that notes what it did in a transaction of its own', async (t) => {
  for (const program of [crew.worker, crew.server]) await kill(program, 'SIGTERM');
  const hook = fileURLToPath(new URL('../simulation/mutate.ts', import.meta.url));
  crew = await callCrew(place, {
    NODE_OPTIONS: `--import ${hook}`,
    MUTANT: JSON.stringify(settledLater),
  });
  const broken = await rehearsed(office, 'afterReview');
  await start(office, broken);
  let found: string | undefined;
  for (let turn = 0; turn < 5 && found === undefined; turn += 1) {
    await strikeOnce({ office, crew, runId: broken.id }, 'everything', 500 + Math.random() * 1_000);
    const { astray } = await reckonRun(office, broken.id);
    found = astray.find((text) => text.endsWith('is of no run'));
  }
  assert.ok(found !== undefined, 'nothing is astray although what was done was noted too late');
  t.diagnostic(found);
});
