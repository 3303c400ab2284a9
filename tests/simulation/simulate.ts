// Trade over HTTP with real processes that die in the middle of it, against an auditor:
//
//     npm run simulate -- 42                    six rounds of seed 42; without a seed, of any
//     npm run simulate -- 42 --minutes 60       as many rounds as fit
//     npm run simulate -- 42 --loose            PostgreSQL answers before it has written: the auditor has to notice
//
// In each round people of two firms work at the same time, managers bill the month, and something is killed at a moment that
// the seed says. Then the auditor looks. At the first thing that is wrong it says the seed and the round; the deeds of the rounds
// before are the same each time, as far as the order of what happens at once repeats itself.

import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { looseCommits } from '../faults/kills.ts';
import { exitOf, leave, newPlace, run } from '../faults/program.ts';
import { callCrew, runVictims } from '../faults/run-storm.ts';
import { openNextOffice, openOffice } from '../faults/storm.ts';
import { playRounds, tradeOf, type Rounds } from './trade-rounds.ts';
import type { Trade } from './trade-act.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '6' },
    minutes: { type: 'string' },
    people: { type: 'string', default: '3' },
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
  const trades = [
    tradeOf(place, await openOffice(place, 5)),
    tradeOf(place, await openNextOffice(place, 5)),
  ] as const;
  if (values.loose) await looseCommits(place);
  await play({ place, crew, trades, seed, people: Number(values.people), deeds: Number(values.deeds) });
} finally {
  await leave(place);
}

async function play(rounds: Rounds): Promise<void> {
  const endsAt =
    values.minutes === undefined ? Infinity : performance.now() + Number(values.minutes) * 60_000;
  const most = values.minutes === undefined ? Number(values.rounds) : Infinity;
  const played = playRounds(rounds, (chance) => chance.pick(runVictims));
  for (let round = 1; round <= most && performance.now() < endsAt; round += 1) {
    try {
      const { victim, fishedFor } = (await played.next()).value;
      console.log(
        `${round}. ${victim} killed; the auditor agrees, and ${fishedFor} things were not there for the other firm`,
      );
      for (const trade of rounds.trades) console.log(`   ${sumsOf(trade)}`);
    } catch (error) {
      console.error(`seed ${seed} fails in round ${round}: npm run simulate -- ${seed} --rounds ${round}`);
      throw error;
    }
  }
  for (const { facts, refused } of rounds.trades)
    console.log(
      `${counted(facts.map(({ kind }) => kind))}; refused: ${counted([...refused.values()].flat())}`,
    );
}

function sumsOf({ facts, runs, refused, askedAgain }: Trade): string {
  const count = [...refused.values()].flat().length;
  return `${facts.length} deeds and ${runs.length} runs so far, ${count} refused, ${askedAgain} asked again`;
}

function counted(names: readonly string[]): string {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const);
  return counts
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
