import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from './civil-date.ts';
import { ageBucket, eachMonth, monthsBetween } from './periods.ts';

const asAt = civilDate('2026-03-01');

for (const [origin, bucket] of [
  ['2026-04-01', 'current'],
  ['2026-03-31', 'current'],
  ['2026-02-28', 'oneMonth'],
  ['2026-01-01', 'twoMonths'],
  ['2025-12-31', 'threeMonthsPlus'],
  ['2024-03-01', 'threeMonthsPlus'],
] as const) {
  test(`work of ${origin} seen from March 2026 is ${bucket}`, () => {
    assert.equal(ageBucket(civilDate(origin), asAt), bucket);
    assert.equal(ageBucket(civilDate(origin), civilDate('2026-03-31')), bucket);
  });
}

test('months are counted by the calendar, not by days', () => {
  assert.equal(monthsBetween(civilDate('2025-12-31'), civilDate('2026-01-01')), 1);
  assert.equal(monthsBetween(civilDate('2026-01-01'), civilDate('2026-01-31')), 0);
  assert.equal(monthsBetween(civilDate('2026-03-01'), civilDate('2025-01-31')), -14);
});

test('a range of months includes both ends', () => {
  assert.deepEqual(
    [...eachMonth(civilDate('2025-11-30'), civilDate('2026-02-01'))],
    ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'],
  );
  assert.deepEqual([...eachMonth(civilDate('2026-02-28'), civilDate('2026-02-01'))], ['2026-02-01']);
  assert.deepEqual([...eachMonth(civilDate('2026-03-01'), civilDate('2026-02-28'))], []);
});
