// A short simulation for every run of the suite; longer ones by hand: node tests/simulation/main.ts --steps 500

import { test } from 'node:test';
import fc from 'fast-check';
import { testDatabase } from '#store/testing/database.ts';
import { playAtOnce, playInTurn, playThoughts } from './run.ts';

const { database } = await testDatabase({ poolSize: 12 });

for (const seed of [1, 2]) {
  test(`whatever people do one after the other, the auditor agrees after each deed (seed ${seed})`, async () => {
    await playInTurn(database, { seed, steps: 70 });
  });
}

test('no short story can be found that the auditor would not have told the same way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(2),
      fc.array(fc.nat(), { minLength: 1, maxLength: 25 }),
      async (number, thoughts) => {
        await playThoughts(database, number, thoughts);
      },
    ),
    { numRuns: 10, interruptAfterTimeLimit: 6_000 },
  );
});

for (const [seed, firms] of [
  [11, 2],
  [12, 1],
] as const) {
  test(`whatever people of several firms do at the same time, the auditor agrees in the end (seed ${seed})`, async () => {
    await playAtOnce(database, { seed, steps: 100, people: 6, firms });
  });
}
