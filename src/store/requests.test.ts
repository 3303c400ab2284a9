import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeOutcome, encodeOutcome } from './requests.ts';

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
