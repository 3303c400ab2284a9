// Long simulations by hand, with a fresh seed each unless one is given:
//
//     node tests/simulation/main.ts --seed 42 --steps 500                 one after the other
//     node tests/simulation/main.ts --seed 42 --steps 500 --people 8      at the same time, in three firms
//     node tests/simulation/main.ts --seed 42 --seeds 50 --steps 200      fifty seeds, from 42 on
//
// A failure prints the seed, what was wrong and the last deeds; the same seed tells the same story (with several people,
// as far as the order of their deeds repeats itself).

import { parseArgs } from 'node:util';
import { test } from 'node:test';
import { testDatabase } from '#store/testing/database.ts';
import { playAtOnce, playInTurn, type Outcome } from './run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '300' },
    people: { type: 'string', default: '1' },
    firms: { type: 'string', default: '3' },
  },
});

const first = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const [seeds, steps, people, firms] = [values.seeds, values.steps, values.people, values.firms].map(
  Number,
) as [number, number, number, number];
const { database } = await testDatabase({ poolSize: Math.min(40, people * firms + 4) });

for (let seed = first; seed < first + seeds; seed += 1) {
  test(`seed ${seed}`, async () => {
    const startedAt = performance.now();
    const outcomes =
      people > 1
        ? await playAtOnce(database, { seed, steps, people, firms })
        : [await playInTurn(database, { seed, steps })];
    console.log(summaryOf(seed, outcomes, Math.round(performance.now() - startedAt)));
  });
}

function summaryOf(seed: number, outcomes: readonly Outcome[], tookMs: number): string {
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((all, outcome) => all + of(outcome), 0);
  const reasons = counted(outcomes.map(({ refused }) => refused));
  const done = counted(outcomes.map((outcome) => outcome.done));
  return `seed ${seed}: ${sum((outcome) => outcome.deeds)} deeds, ${sum((outcome) => outcome.accepted)} accepted, in ${tookMs} ms; done: ${done}; refused: ${reasons}`;
}

function counted(all: readonly ReadonlyMap<string, number>[]): string {
  const counts = new Map<string, number>();
  for (const [name, count] of all.flatMap((one) => [...one]))
    counts.set(name, (counts.get(name) ?? 0) + count);
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1]);
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ');
}
