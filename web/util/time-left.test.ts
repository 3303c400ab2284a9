import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftWords, minutesLeft } from './time-left.ts';

test('what is left takes as long as what was seen', () => {
  const first = { atMs: 0, done: 1_000 };
  assert.equal(minutesLeft(first, { atMs: 60_000, done: 2_000 }, 5_000), 3);
});

test('nothing is foretold from a moment, nor while nothing comes', () => {
  const first = { atMs: 0, done: 1_000 };
  assert.equal(minutesLeft(first, { atMs: 1_000, done: 2_000 }, 5_000), null);
  assert.equal(minutesLeft(first, { atMs: 60_000, done: 1_000 }, 5_000), null);
});

test('time left is told in round words', () => {
  assert.equal(leftWords(0.4), 'less than a minute left');
  assert.equal(leftWords(1), 'about 1 minute left');
  assert.equal(leftWords(2.2), 'about 3 minutes left');
  assert.equal(leftWords(150), 'about 3 hours left');
});
