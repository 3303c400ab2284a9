import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { apportion } from './apportion.ts';
import { absolute } from './division.ts';

const amount = fc.bigInt({ min: -9_007_199_254_740_991n, max: 9_007_199_254_740_991n });
const smallAmount = fc.bigInt({ min: -5_000n, max: 5_000n });
const weight = fc.oneof(
  fc.bigInt({ min: 0n, max: 20n }),
  fc.bigInt({ min: 0n, max: 9_007_199_254_740_991n }),
);
const weights = fc
  .array(weight, { minLength: 1, maxLength: 60 })
  .filter((list) => list.some((each) => each > 0n));

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

test('a write-off of 200 over ten equal entries takes 20 from each (S18)', () => {
  const entries = Array.from({ length: 10 }, () => 10_000n);
  assert.deepEqual(
    apportion(-20_000n, entries),
    entries.map(() => -2_000n),
  );
});

test('a fixed price of 1,000.00 for three entries writes off to the cent (S19)', () => {
  const entries = [61_728n, 41_152n, 20_576n];
  const writtenOff = apportion(100_000n - sum(entries), entries);
  assert.deepEqual(writtenOff, [-11_728n, -7_819n, -3_909n]);
  assert.deepEqual(
    entries.map((open, index) => open + writtenOff[index]!),
    [50_000n, 33_333n, 16_667n],
  );
});

test('a final quoted invoice writes on over the time of two people (S24)', () => {
  assert.deepEqual(apportion(140_000n, [120_000n, 180_000n]), [56_000n, 84_000n]);
});

test('a final quoted invoice below recorded value writes off over the time of two people (S25)', () => {
  assert.deepEqual(apportion(-150_000n, [240_000n, 160_000n]), [-90_000n, -60_000n]);
});

test('of equal remainders the earlier entry gets the cent', () => {
  assert.deepEqual(apportion(100n, [1n, 1n, 1n]), [34n, 33n, 33n]);
  assert.deepEqual(apportion(-101n, [1n, 1n, 1n]), [-34n, -34n, -33n]);
  assert.deepEqual(apportion(2n, [1n, 3n]), [1n, 1n]);
  assert.deepEqual(apportion(2n, [3n, 1n]), [2n, 0n]);
});

test('an entry of no weight gets nothing', () => {
  assert.deepEqual(apportion(100n, [0n, 3n, 0n, 1n]), [0n, 75n, 0n, 25n]);
});

test('a total of zero shares nothing, over anything', () => {
  assert.deepEqual(apportion(0n, [0n, 0n]), [0n, 0n]);
  assert.deepEqual(apportion(0n, [2n, 1n]), [0n, 0n]);
  assert.deepEqual(apportion(0n, []), []);
});

test('a total with nothing to share it over is a defect of the caller', () => {
  assert.throws(() => apportion(1n, [0n, 0n]), RangeError);
  assert.throws(() => apportion(1n, []), RangeError);
  assert.throws(() => apportion(0n, [2n, -1n]), RangeError);
});

test('ten thousand entries share the largest total without losing a cent', () => {
  const entries = Array.from({ length: 10_000 }, (_, index) => BigInt((index * 7_919) % 1_000) + 1n);
  assert.equal(sum(apportion(9_007_199_254_740_991n, entries)), 9_007_199_254_740_991n);
});

test('shares add up to the total', () => {
  fc.assert(
    fc.property(amount, weights, (total, list) => {
      assert.equal(sum(apportion(total, list)), total);
    }),
  );
});

test('each share is less than one minor unit from its ideal, and nothing is given for no weight', () => {
  fc.assert(
    fc.property(amount, weights, (total, list) => {
      const weightSum = sum(list);
      apportion(total, list).forEach((share, index) => {
        // |share − total × weight / sum| < 1, multiplied out so that it is exact.
        assert.ok(absolute(share * weightSum - total * list[index]!) < weightSum);
        if (list[index] === 0n) assert.equal(share, 0n);
      });
    }),
  );
});

test('a negative total mirrors the positive one', () => {
  fc.assert(
    fc.property(amount, weights, (total, list) => {
      assert.deepEqual(
        apportion(-total, list),
        apportion(total, list).map((share) => -share),
      );
    }),
  );
});

test('the larger weight never gets the smaller share, and of two equal weights the earlier gets no less', () => {
  fc.assert(
    fc.property(smallAmount, weights, (total, list) => {
      const sizes = apportion(total, list).map(absolute);
      for (let a = 0; a < list.length; a += 1) {
        for (let b = a + 1; b < list.length; b += 1) {
          if (list[a]! >= list[b]!) assert.ok(sizes[a]! >= sizes[b]!);
          if (list[a]! < list[b]!) assert.ok(sizes[a]! <= sizes[b]!);
        }
      }
    }),
  );
});

test('reordering the entries reorders their shares when no two of them tie for a cent', () => {
  fc.assert(
    fc.property(amount, weights, fc.infiniteStream(fc.nat()), (total, list, chance) => {
      const weightSum = sum(list);
      const remainders = list.map((each) => (absolute(total) * each) % weightSum);
      fc.pre(new Set(remainders).size === remainders.length);
      const order = list
        .map((_, index) => ({ index, key: chance.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ index }) => index);
      const shares = apportion(total, list);
      const reordered = apportion(
        total,
        order.map((index) => list[index]!),
      );
      assert.deepEqual(
        reordered,
        order.map((index) => shares[index]!),
      );
    }),
  );
});

test('scaling every weight by the same factor changes no share', () => {
  fc.assert(
    fc.property(amount, weights, fc.bigInt({ min: 1n, max: 1_000n }), (total, list, factor) => {
      const scaled = list.map((each) => each * factor);
      assert.deepEqual(apportion(total, scaled), apportion(total, list));
    }),
  );
});
