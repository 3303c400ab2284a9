import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stretched } from './stretch.ts';

const name = { key: 'name', width: 200, grows: true };
const manager = { key: 'manager', width: 100, stretches: true };
const amount = { key: 'amount', width: 120 };

const widthsOf = (columns: readonly { width: number }[]) => columns.map(({ width }) => width);

test('columns of words get half of what is left of a window', () => {
  assert.deepEqual(widthsOf(stretched([name, manager, amount], 100)), [200, 150, 120]);
});

test('no column becomes wider than words need', () => {
  assert.deepEqual(widthsOf(stretched([name, manager, amount], 2_000)), [200, 190, 120]);
});

test('nothing changes where nothing is left', () => {
  const columns = [name, manager, amount];
  assert.equal(stretched(columns, 0), columns);
  assert.equal(stretched(columns, -80), columns);
});
