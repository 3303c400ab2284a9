import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  absolute,
  divideAwayFromZero,
  divideHalfDown,
  divideHalfEven,
  divideHalfUp,
  divideTowardsZero,
} from './division.ts';

const roundings = { divideHalfUp, divideHalfDown, divideHalfEven, divideTowardsZero, divideAwayFromZero };
const nearest: ReadonlySet<unknown> = new Set([divideHalfUp, divideHalfDown, divideHalfEven]);

// dividend over 4, so that -7 / 4 is -1.75; the columns are half up, half down, half even, towards zero, away from zero
const quarters: [bigint, bigint, bigint, bigint, bigint, bigint][] = [
  [0n, 0n, 0n, 0n, 0n, 0n],
  [1n, 0n, 0n, 0n, 0n, 1n],
  [2n, 1n, 0n, 0n, 0n, 1n],
  [3n, 1n, 1n, 1n, 0n, 1n],
  [4n, 1n, 1n, 1n, 1n, 1n],
  [6n, 2n, 1n, 2n, 1n, 2n],
  [10n, 3n, 2n, 2n, 2n, 3n],
  [-1n, 0n, 0n, 0n, 0n, -1n],
  [-2n, -1n, 0n, 0n, 0n, -1n],
  [-3n, -1n, -1n, -1n, 0n, -1n],
  [-6n, -2n, -1n, -2n, -1n, -2n],
  [-10n, -3n, -2n, -2n, -2n, -3n],
];

for (const [dividend, halfUp, halfDown, halfEven, towardsZero, awayFromZero] of quarters) {
  test(`${dividend} quarters are rounded as each rounding is named`, () => {
    assert.equal(divideHalfUp(dividend, 4n), halfUp);
    assert.equal(divideHalfDown(dividend, 4n), halfDown);
    assert.equal(divideHalfEven(dividend, 4n), halfEven);
    assert.equal(divideTowardsZero(dividend, 4n), towardsZero);
    assert.equal(divideAwayFromZero(dividend, 4n), awayFromZero);
    assert.equal(divideHalfUp(-dividend, -4n), halfUp);
  });
}

const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const divisor = fc.oneof(whole, fc.bigInt({ min: -6n, max: 6n })).filter((value) => value !== 0n);

test('every rounding stays within one of the exact quotient, and the nearest within a half', () => {
  fc.assert(
    fc.property(whole, divisor, (dividend, by) => {
      for (const divide of Object.values(roundings)) {
        const error = absolute(dividend - divide(dividend, by) * by);
        assert.ok(error < absolute(by));
        if (nearest.has(divide)) assert.ok(2n * error <= absolute(by));
      }
    }),
  );
});

test('turning the sign of the dividend turns the sign of the quotient', () => {
  fc.assert(
    fc.property(whole, divisor, (dividend, by) => {
      for (const divide of Object.values(roundings))
        assert.equal(divide(-dividend, by), -divide(dividend, by));
    }),
  );
});

test('dividing by nothing is a defect', () => {
  for (const divide of Object.values(roundings)) assert.throws(() => divide(1n, 0n), RangeError);
});
