import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf, type Figure, type Sized } from './figures.ts';
import { comparisonOf } from './results.ts';
import { atLeast, atMost, atTenMillion, flat, perJobOpenThen } from './targets.ts';

function sized(entries: number, ...figures: Figure[]): Sized {
  return { entries, load: [0, 0], figures };
}

const report = (value: number): Figure => ({ name: 'Report', value, unit: 'ms', target: atMost(10, 'ms') });

test('the table says for each size whether the target was met', () => {
  const gain = (value: number): Figure => ({
    name: 'Gain',
    value,
    unit: '×',
    target: atTenMillion(atLeast(300, '×')),
  });
  const runs = [sized(10_000, report(10), gain(2)), sized(10_000_000, report(10.1), gain(299))];
  assert.deepEqual(tableOf(runs).split('\n').slice(2), [
    '| Report | 10 ms | 10.1 ms | ≤ 10 ms | ✓ ✗ |',
    '| Gain | 2× | 299× | ≥ 300× at 10 million | – ✗ |',
  ]);
});

test('a figure without a target, of one size only, or without a value is neither met nor missed', () => {
  const bare: Figure = { name: 'Bare', value: 1.234, unit: 's', note: 'told' };
  const runs = [sized(10_000, bare), sized(20_000, report(Number.NaN))];
  assert.deepEqual(tableOf(runs).split('\n').slice(2), [
    '| Bare | 1.23 s (told) | – |  | – |',
    '| Report | – | – ms | ≤ 10 ms | – |',
  ]);
});

test('a past day may take longer for more jobs that were open, and a larger firm for more rows', () => {
  assert.equal(perJobOpenThen(2_000).atMost, 15);
  assert.equal(flat(0.5).atMost, 1.5);
  assert.equal(flat(4).atMost, 6);
});

test('a later run is held against an earlier one of the same size', () => {
  const now = [sized(10_000, report(6)), sized(20_000, report(7))];
  assert.deepEqual(
    comparisonOf(now, [sized(10_000, report(12))])
      .split('\n')
      .slice(2),
    ['| Report | 10,000 | 12 ms | 6 ms | 0.50× |'],
  );
});
