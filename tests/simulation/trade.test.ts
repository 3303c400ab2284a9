// A short trade of two firms over HTTP, in which the server and PostgreSQL die; longer ones by hand: npm run simulate -- 42

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { exitOf, leave, newPlace, run } from '../faults/program.ts';
import { callCrew } from '../faults/run-storm.ts';
import { openNextOffice, openOffice } from '../faults/storm.ts';
import { audit } from './trade-auditor.ts';
import { fish } from './trade-fishing.ts';
import { playRounds, tradeOf } from './trade-rounds.ts';

const place = await newPlace();
after(() => leave(place));

test('people of two firms trade while the server and PostgreSQL are killed, and the auditor of each agrees', async (t) => {
  assert.equal(await exitOf(run(place, 'migrate')), 0);
  const crew = await callCrew(place);
  const trades = [
    tradeOf(place, await openOffice(place, 3)),
    tradeOf(place, await openNextOffice(place, 3)),
  ] as const;
  const victims = (['server', 'postmaster'] as const).values();
  const rounds = playRounds(
    { place, crew, trades, seed: 7, people: 2, deeds: 14 },
    () => victims.next().value!,
  );
  for (let round = 1; round <= 2; round += 1) {
    const { victim, fishedFor } = (await rounds.next()).value;
    t.diagnostic(
      `${victim} killed; ${trades.map(({ facts }) => facts.length).join(' and ')} deeds, ${fishedFor} fished for`,
    );
  }
  const [one, other] = trades;

  await t.test('who would not agree if something that was told were not there', async () => {
    const madeUp = { kind: 'quoteDrawn', quote: '4711' } as const;
    await assert.rejects(audit({ ...one, facts: [...one.facts, madeUp] }), /the quotes/);
    await assert.rejects(audit({ ...one, facts: one.facts.slice(1) }), /each entry is there once/);
  });

  await t.test('nor would it go unseen if somebody could read what another firm has', async () => {
    await assert.rejects(fish(one, one), /of another firm/);
    assert.ok((await fish(other, one)) > 10);
  });
});
