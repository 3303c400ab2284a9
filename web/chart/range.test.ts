import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readableRange } from './range.ts';

const months = [98, 97, 99, 98, 101, 99, 98, 93, 98, 98, 99];

test('values that can be read together are drawn together', () => {
  assert.equal(readableRange(months), undefined);
  assert.equal(readableRange([]), undefined);
  assert.equal(readableRange([0, 0, 0, 0, 0, 0, 0]), undefined);
  assert.equal(readableRange([10, 40, 80, 20, 60, 100, 5]), undefined);
});

test('a month far off does not flatten the others', () => {
  const range = readableRange([...months, -158]);
  assert.deepEqual(range, { min: 80, max: 120 });
});

test('two far off, one on each side, lie beyond; three are no exception', () => {
  const range = readableRange([...months, -158, 900]);
  assert.ok(range !== undefined && range.min > 0 && range.max < 200, JSON.stringify(range));
  assert.equal(readableRange([...months, -158, 900, 880]), undefined);
});

test('whatever is not beyond is within', () => {
  const range = readableRange([-3, -1, 2, 4, 0, 1, 3, 5_000]);
  assert.ok(range !== undefined && range.min <= -3 && range.max >= 4, JSON.stringify(range));
});

test('amounts that are all the same leave room for the eye', () => {
  const range = readableRange([50, 50, 50, 50, 50, 50, 50, -400]);
  assert.ok(range !== undefined && range.min < 50 && range.max > 50, JSON.stringify(range));
});
