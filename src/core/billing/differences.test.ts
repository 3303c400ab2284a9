import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose } from './compose.ts';
import type { Composition } from './composition.ts';
import { differencesBetween, fingerprintText } from './differences.ts';
import {
  bookOf,
  cost,
  draftOf,
  interim,
  time,
  withInterimIds,
  type Entry,
  type JobGiven,
} from './testing/books.ts';

const t1 = time('T1', 300, { quantity: 2 });
const t2 = time('T2', 300, { quantity: 2 });
const c1 = cost('C1', 200, { quantity: 2 });

function composed(
  open: readonly Entry[],
  job: JobGiven,
  type: 'progress' | 'final' = 'progress',
): Composition {
  const book = bookOf([{ open }]);
  const result = compose(draftOf({ type }, [job], book), book);
  assert.ok(result.ok);
  return result.value;
}

test('the same invoice differs in nothing', () => {
  const one = composed([t1, c1], { yes: ['T1', 'C1'] });
  const again = composed([t1, c1], { yes: ['C1', 'T1'] });
  assert.deepEqual(differencesBetween(one, again, 'NZD'), []);
  assert.equal(fingerprintText(one), fingerprintText(again));
});

test('work that stays open, and ids of interims, change no invoice', () => {
  const one = composed([t1], { yes: ['T1'], typed: [{ amount: 50 }], excess: 'keepAsCredit' });
  const two = composed([t1, t2, interim('D1', 90)], {
    yes: ['T1'],
    typed: [{ amount: 50 }],
    excess: 'keepAsCredit',
  });
  const approved = { ...two, effects: withInterimIds(two.effects) };
  assert.deepEqual(differencesBetween(one, approved, 'NZD'), []);
  assert.equal(fingerprintText(one), fingerprintText(approved));
});

test('what moved is told by entry, by line and in total', () => {
  const was = composed([t1, t2, c1], { yes: ['T1', 'T2', 'C1'] }, 'final');
  const is = composed([{ ...t1, amount: 280 }, t2, c1], { yes: ['T1', 'C1'] }, 'final');
  assert.notEqual(fingerprintText(was), fingerprintText(is));
  assert.deepEqual(differencesBetween(was, is, 'NZD'), [
    { field: 'type', was: 'final', is: 'progress' },
    { field: 'total', was: '800.00', is: '480.00' },
    {
      field: 'lines[task:1]',
      was: 'Advice, 240 min, at 150.00, 600.00',
      is: 'Advice, 120 min, at 140.00, 280.00',
    },
    { field: 'entries[1]', was: 'billed 300.00', is: 'billed 280.00' },
    { field: 'entries[2]', was: 'billed 300.00', is: null },
  ]);
});

test('a text that is printed differently is another invoice', () => {
  const was = composed([c1], { yes: ['C1'] });
  const is = { ...was, lines: was.lines.map((line) => ({ ...line, description: 'Flights' })) };
  assert.notEqual(fingerprintText(was), fingerprintText(is));
  assert.deepEqual(
    differencesBetween(was, is, 'NZD').map(({ field }) => field),
    ['lines[cost:1]'],
  );
});
