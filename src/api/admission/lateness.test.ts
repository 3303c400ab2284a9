import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLateness } from './lateness.ts';

test('a single pause is no reason to send anybody away; being late again is, until it is on time', () => {
  const look = openLateness(0);
  const late = [500, 1_000, 9_000, 9_500, 12_000, 14_501, 17_500, 18_000, 20_500].map(look);
  assert.deepEqual(late, [false, false, false, false, false, true, true, false, false]);
});

test('a server that took long to start begins with its first request', () => {
  const look = openLateness(0);
  assert.deepEqual([6_000, 6_500].map(look), [false, false]);
});
