import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatQuantity, multiplyQuantity, parseQuantity } from './quantity.ts';

test('quantities have at most four decimals and are written without needless zeros', () => {
  for (const [text, value, written] of [
    ['2', 20_000n, '2'],
    ['13.50', 135_000n, '13.5'],
    ['0.0001', 1n, '0.0001'],
    ['-1', -10_000n, '-1'],
    ['100', 1_000_000n, '100'],
    ['0', 0n, '0'],
  ] as const) {
    assert.deepEqual(parseQuantity(text), { ok: true, value });
    assert.equal(formatQuantity(value), written);
  }
});

test('a quantity that is not a plain number or too large is refused', () => {
  for (const text of ['', '1,5', '1.00001', '1e2', '100000000.0001', 'two']) {
    const result = parseQuantity(text);
    assert.equal(result.ok ? 'accepted' : result.refusals[0]!.code, 'quantityOutOfRange', text);
  }
});

test('the value of a cost is rounded once, half up', () => {
  assert.equal(multiplyQuantity(20_000n, 10_000n), 20_000n);
  assert.equal(multiplyQuantity(135_000n, 95n), 1_283n);
  assert.equal(multiplyQuantity(-135_000n, 95n), -1_283n);
});

test('every quantity is read back as it was written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }), (value) => {
      assert.deepEqual(parseQuantity(formatQuantity(value)), { ok: true, value });
    }),
  );
});
