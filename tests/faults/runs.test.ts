// What becomes of a billing run when the server, the worker and PostgreSQL die in the middle of it: it goes on by itself, and
// comes to what was rehearsed. Ten times with 5,000 jobs: node tests/faults/main.ts --runs 10 --jobs 5000.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { exitOf, leave, newPlace, run, serve, work } from './program.ts';
import { openRunOffice, type RunOffice } from './run-office.ts';
import { playRound } from './run-rounds.ts';
import type { Crew } from './run-storm.ts';

const place = await newPlace();
after(() => leave(place));

const jobs = 150;
let crew: Crew;
let office: RunOffice;

test('an office opens with a month of work', async () => {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  crew = { server: await serve(place), worker: await work(place) };
  office = await openRunOffice(place, jobs);
});

test('killed in turn through a run, its approval and its undoing: each job is billed once, and all of it comes back', async (t) => {
  const strikes = await playRound(office, crew, {
    approval: 'afterReview',
    victims: { bill: ['worker', 'postmaster'], approve: ['server'], undo: [] },
    disturbed: 3,
  });
  for (const { victim, left, recoveredMs } of strikes) {
    t.diagnostic(`${victim} killed with ${left} left, goes on after ${recoveredMs} ms`);
  }
  assert.ok(strikes.length > 0, 'the run was over before anything was killed');
});
