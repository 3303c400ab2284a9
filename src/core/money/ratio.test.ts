import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDays, percentOf, tenthsOfDays } from './ratio.ts';

test('a percentage is rounded once, half up, to two decimals', () => {
  assert.equal(percentOf(800n, 1000n), '80.00');
  assert.equal(percentOf(1n, 3n), '33.33');
  assert.equal(percentOf(2n, 3n), '66.67');
  assert.equal(percentOf(1n, 80_000n), '0.00');
  assert.equal(percentOf(1n, 20_000n), '0.01');
  assert.equal(percentOf(-800n, 1000n), '-80.00');
  assert.equal(percentOf(1500n, 1000n), '150.00');
});

test('there is no percentage of nothing, nor of less than nothing', () => {
  assert.equal(percentOf(0n, 0n), null);
  assert.equal(percentOf(5n, -10n), null);
});

test('days are the amount over the daily flow, half up to a tenth', () => {
  assert.equal(formatDays(tenthsOfDays(45_000n, 90_000n, 90)!), '45.0');
  assert.equal(formatDays(tenthsOfDays(1n, 3n, 1)!), '0.3');
  assert.equal(formatDays(tenthsOfDays(-9_000n, 90_000n, 90)!), '-9.0');
  assert.equal(tenthsOfDays(100n, 0n, 90), null);
  assert.equal(tenthsOfDays(100n, -5n, 90), null);
});
