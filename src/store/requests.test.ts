import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { decodeOutcome, encodeOutcome, findRequests, forgetOldRequests, keepRequest } from './requests.ts';
import { testDatabase } from './testing/database.ts';
import { testFirm } from './testing/firm.ts';

const { database, address } = await testDatabase();

const firms = [await testFirm(database), await testFirm(database)];
const now = Temporal.Now.instant();
const daysAgo = (days: number) => now.subtract({ hours: 24 * days }).toString();

async function keep(...keys: string[]): Promise<void> {
  for (const { firmId } of firms)
    await database.inFirm(firmId, async (tx) => {
      for (const key of keys)
        await keepRequest(tx, { key, hash: new Uint8Array(32), outcome: 1n, recordedAt: daysAgo(120) });
    });
}

/** By the database's own hand: no program can keep an answer under a day that is over. */
async function age(key: string, days: number): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  await client.query('update request set recorded_at = $2 where request_key = $1', [key, daysAgo(days)]);
  await client.end();
}

async function remembered(...keys: string[]): Promise<string[][]> {
  const found = firms.map(({ firmId }) => database.inFirm(firmId, (tx) => findRequests(tx, keys)));
  return (await Promise.all(found)).map((answers) => [...answers.keys()].toSorted());
}

test('answers are remembered for ninety days, in every firm', async () => {
  await keep('of summer', 'of autumn');
  await age('of summer', 91);
  await age('of autumn', 89);
  assert.equal(await forgetOldRequests(database, now.toString()), 2n);
  assert.equal(await forgetOldRequests(database, now.toString()), 0n);
  assert.deepEqual(await remembered('of summer', 'of autumn'), [['of autumn'], ['of autumn']]);
});

test('no wrong clock of a program makes an answer forgotten', async () => {
  await keep('by a clock that was behind');
  assert.equal(await forgetOldRequests(database, now.toString()), 0n);
  assert.equal(await forgetOldRequests(database, now.add({ hours: 24 * 200 }).toString()), 0n);
  assert.equal((await remembered('by a clock that was behind'))[0]!.length, 1);
});

test('an answer that was kept comes back as it was, whatever text is in it', () => {
  const outcome = {
    id: 9_007_199_254_740_993n,
    note: '#12',
    list: ['##', '#', '', 0n, -5n, null, true, 1.5],
  };
  assert.deepEqual(decodeOutcome(encodeOutcome(outcome)), outcome);
  assert.equal(decodeOutcome(encodeOutcome(undefined)), null);
});

test('any answer comes back as it was', () => {
  const leaf = fc.oneof(
    fc.bigInt(),
    fc.string(),
    fc.stringMatching(/^#+-?\d*$/),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const answers = fc.array(fc.dictionary(fc.stringMatching(/^[a-z#]{1,8}$/), fc.oneof(leaf, fc.array(leaf))));
  fc.assert(
    fc.property(answers, (answer) => {
      assert.deepEqual(
        decodeOutcome(encodeOutcome(answer)),
        answer.map((part) => ({ ...part })),
      );
    }),
  );
});
