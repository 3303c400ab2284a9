import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatQuantity, multiplyQuantity, parseQuantity } from './quantity.ts';

test('quantities have at most three decimals and are written without needless zeros', () => {
  for (const [text, value, written] of [
    ['2', 2_000, '2'],
    ['13.50', 13_500, '13.5'],
    ['0.001', 1, '0.001'],
    ['-1', -1_000, '-1'],
    ['100', 100_000, '100'],
    ['-0', 0, '0'],
    ['1000000', 1_000_000_000, '1000000'],
  ] as const) {
    assert.deepEqual(parseQuantity(text), { ok: true, value });
    assert.equal(formatQuantity(value), written);
  }
});

test('a quantity that is not a plain number or too large is refused', () => {
  for (const text of ['', '1,5', '1.0001', '1e2', '1000000.001', '-1000001', 'two', '9'.repeat(30)]) {
    const result = parseQuantity(text);
    assert.equal(result.ok ? 'accepted' : result.refusals[0]!.code, 'quantityOutOfRange', text);
  }
});

test('the value of a cost is rounded once, half up', () => {
  assert.equal(multiplyQuantity(2_000, 10_000n), 20_000n);
  assert.equal(multiplyQuantity(13_500, 95n), 1_283n);
  assert.equal(multiplyQuantity(-13_500, 95n), -1_283n);
});

test('every quantity is read back as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (value) => {
      assert.deepEqual(parseQuantity(formatQuantity(value)), { ok: true, value });
    }),
  );
});
