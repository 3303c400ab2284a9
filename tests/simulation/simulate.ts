// Trade over HTTP with real processes that die in the middle of it, against an auditor:
//
//     npm run simulate -- 42                    six rounds of seed 42; without a seed, of any
//     npm run simulate -- 42 --minutes 60       as many rounds as fit
//     npm run simulate -- 42 --loose            PostgreSQL answers before it has written: the auditor has to notice
//
// In each round people work at the same time, a manager bills the month, and something is killed at a moment that the seed
// says. Then the auditor looks. At the first thing that is wrong it says the seed and the round; the deeds of the rounds
// before are the same each time, as far as the order of what happens at once repeats itself.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { looseCommits } from '../faults/kills.ts';
import { exitOf, leave, newPlace, run } from '../faults/program.ts';
import { callCrew, runVictims, strike, type Crew } from '../faults/run-storm.ts';
import { openOffice } from '../faults/storm.ts';
import { chanceOf, type Chance } from './random.ts';
import { audit } from './trade-auditor.ts';
import { manage, workOn, type Person, type Trade } from './trade.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '6' },
    minutes: { type: 'string' },
    people: { type: 'string', default: '4' },
    deeds: { type: 'string', default: '25' },
    loose: { type: 'boolean', default: false },
  },
});
const seed = Number(positionals[0] ?? Math.floor(Math.random() * 1_000_000));
assert.ok(Number.isSafeInteger(seed), `a seed is a whole number, not ${positionals[0]}`);

const place = await newPlace();
try {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  const crew = await callCrew(place);
  const office = await openOffice(place, 5);
  if (values.loose) await looseCommits(place);
  await play({ place, office, facts: [], asked: [], runs: [], refused: 0, askedAgain: 0 }, crew);
} finally {
  await leave(place);
}

async function play(trade: Trade, crew: Crew): Promise<void> {
  const chance = chanceOf(seed);
  const person = (number: number): Person => ({
    name: `person-${number}`,
    chance: chanceOf(seed * 1_000 + number),
    deeds: 0,
  });
  const people = Array.from({ length: Number(values.people) }, (_, number) => person(number + 1));
  const manager = person(0);
  const endsAt =
    values.minutes === undefined ? Infinity : performance.now() + Number(values.minutes) * 60_000;
  const rounds = values.minutes === undefined ? Number(values.rounds) : Infinity;
  for (let round = 1; round <= rounds && performance.now() < endsAt; round += 1) {
    try {
      const [struck] = await Promise.all([
        strikeOnce(trade, crew, chance),
        manage(trade, manager),
        ...people.map((one) => workOn(trade, one, Number(values.deeds))),
      ]);
      await audit(trade);
      const { facts, runs, refused, askedAgain } = trade;
      console.log(
        `${round}. ${struck} killed; ${facts.length} deeds and ${runs.length} runs so far, ${refused} refused, ` +
          `${askedAgain} asked again: the auditor agrees`,
      );
    } catch (error) {
      console.error(`seed ${seed} fails in round ${round}: npm run simulate -- ${seed} --rounds ${round}`);
      throw error;
    }
  }
}

async function strikeOnce({ place: where }: Trade, crew: Crew, chance: Chance): Promise<string> {
  await pause(200 + chance.below(1_500));
  const victim = chance.pick(runVictims);
  await strike(where, crew, victim);
  await untilReady(where.url);
  return victim;
}

/** Nobody may be at work any more by then, who would have waited for the database. */
async function untilReady(url: string): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  for (let inARow = 0; inARow < 3;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    inARow = answer?.status === 200 ? inARow + 1 : 0;
    assert.ok(performance.now() < giveUpAt, 'the server does not come back');
    await pause(100);
  }
}
