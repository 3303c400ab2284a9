// Rounds of trade of two firms on one installation. In each, people of both work at the same time, managers bill the month,
// and something is killed at a moment that the seed says; then each firm fishes in the other, and the auditor looks at both.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from '../faults/program.ts';
import { strike, type Crew, type RunVictim } from '../faults/run-storm.ts';
import type { Office } from '../faults/storm.ts';
import { chanceOf, type Chance } from './random.ts';
import { audit } from './trade-auditor.ts';
import { fish } from './trade-fishing.ts';
import { manage, personOf, workOn } from './trade.ts';
import type { Trade } from './trade-act.ts';

export type Rounds = {
  readonly place: Place;
  readonly crew: Crew;
  readonly trades: readonly [Trade, Trade];
  readonly seed: number;
  readonly people: number;
  /** Of each in a round. */
  readonly deeds: number;
};

export function tradeOf(place: Place, office: Office): Trade {
  return { place, office, facts: [], asked: [], runs: [], refused: new Map(), askedAgain: 0 };
}

/** Says what was killed in each round, and how many things somebody fished for in vain. */
export async function* playRounds(
  rounds: Rounds,
  victims: (chance: Chance) => RunVictim,
): AsyncGenerator<{ victim: RunVictim; fishedFor: number }, never> {
  const { seed, trades, people, deeds } = rounds;
  const chance = chanceOf(seed);
  const person = (number: number) => personOf(`person-${number}`, seed * 1_000 + number);
  const staffed = trades.map((trade, firm) => ({
    trade,
    manager: person(firm * 100),
    people: Array.from({ length: people }, (_, number) => person(firm * 100 + number + 1)),
  }));
  for (;;) {
    const afterMs = 200 + chance.below(1_500);
    const victim = victims(chance);
    await Promise.all([
      strikeOnce(rounds, victim, afterMs),
      ...staffed.flatMap(({ trade, manager, people: all }) => [
        manage(trade, manager),
        ...all.map((one) => workOn(trade, one, deeds)),
      ]),
    ]);
    for (const trade of trades) await audit(trade);
    const [one, other] = trades;
    const fishedFor = (await fish(one, other)) + (await fish(other, one));
    for (const trade of trades) await audit(trade);
    yield { victim, fishedFor };
  }
}

async function strikeOnce({ place, crew }: Rounds, victim: RunVictim, afterMs: number): Promise<void> {
  await pause(afterMs);
  await strike(place, crew, victim);
  await untilReady(place.url);
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
