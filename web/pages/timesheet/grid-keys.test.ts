import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellsPasted, movedBy } from './grid-keys.ts';

const press = (key: string, more: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
});

test('Tab runs through the week and on to the next row, and leaves after the last cell', () => {
  assert.deepEqual(movedBy(press('Tab'), { row: 0, day: 2 }, 2), { row: 0, day: 3 });
  assert.deepEqual(movedBy(press('Tab'), { row: 0, day: 6 }, 2), { row: 1, day: 0 });
  assert.equal(movedBy(press('Tab'), { row: 1, day: 6 }, 2), null);
  assert.deepEqual(movedBy(press('Tab', { shiftKey: true }), { row: 1, day: 0 }, 2), { row: 0, day: 6 });
  assert.equal(movedBy(press('Tab', { shiftKey: true }), { row: 0, day: 0 }, 2), null);
});

test('arrows and Enter stay in the grid; below the last row they go out of it', () => {
  assert.deepEqual(movedBy(press('ArrowRight'), { row: 0, day: 6 }, 2), { row: 0, day: 6 });
  assert.deepEqual(movedBy(press('ArrowUp'), { row: 0, day: 3 }, 2), { row: 0, day: 3 });
  assert.deepEqual(movedBy(press('Enter'), { row: 0, day: 3 }, 2), { row: 1, day: 3 });
  assert.equal(movedBy(press('Enter'), { row: 1, day: 3 }, 2), 'out');
  assert.deepEqual(movedBy(press('End', { ctrlKey: true }), { row: 0, day: 0 }, 4), { row: 3, day: 6 });
  assert.equal(movedBy(press('5'), { row: 0, day: 0 }, 4), null);
});

test('what was copied in a spreadsheet is rows of cells; a single figure is not', () => {
  assert.deepEqual(cellsPasted('1.5\t2\r\n0:30\t\r\n'), [
    ['1.5', '2'],
    ['0:30', ''],
  ]);
  assert.equal(cellsPasted('1.5\n'), null);
});
