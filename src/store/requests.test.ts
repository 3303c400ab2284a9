import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeOutcome, encodeOutcome, findRequests, forgetOldRequests, keepRequest } from './requests.ts';
import { testDatabase } from './testing/database.ts';
import { testFirm } from './testing/firm.ts';

const { database } = await testDatabase();

test('answers are remembered for ninety days, in every firm', async () => {
  const firms = [await testFirm(database), await testFirm(database)];
  const answers = [
    { key: 'of summer', recordedAt: '2026-08-01T00:00:00Z' },
    { key: 'of autumn', recordedAt: '2026-08-02T00:00:01Z' },
  ];
  for (const { firmId } of firms)
    await database.inFirm(firmId, async (tx) => {
      for (const answer of answers)
        await keepRequest(tx, { ...answer, hash: new Uint8Array(32), outcome: 1n });
    });
  assert.equal(await forgetOldRequests(database, '2026-10-31T00:00:00Z'), 2n);
  assert.equal(await forgetOldRequests(database, '2026-10-31T00:00:00Z'), 0n);
  for (const { firmId } of firms) {
    const found = await database.inFirm(firmId, (tx) => findRequests(tx, ['of summer', 'of autumn']));
    assert.deepEqual([...found.keys()], ['of autumn']);
  }
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
