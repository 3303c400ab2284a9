import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '../calendar/civil-date.ts';
import { dueDate } from './due-date.ts';

const due = (invoicedOn: string, rule: 'daysAfter' | 'dayOfNextMonth', days: number) =>
  dueDate(civilDate(invoicedOn), { rule, days });

test('an invoice is due so many days after its date', () => {
  assert.equal(due('2026-03-31', 'daysAfter', 14), '2026-04-14');
  assert.equal(due('2026-03-31', 'daysAfter', 0), '2026-03-31');
});

test('or on the 20th of the month after it, whatever its day', () => {
  assert.equal(due('2026-03-01', 'dayOfNextMonth', 20), '2026-04-20');
  assert.equal(due('2026-12-31', 'dayOfNextMonth', 20), '2027-01-20');
});

test('a day that the month does not have is its last', () => {
  assert.equal(due('2026-01-15', 'dayOfNextMonth', 31), '2026-02-28');
  assert.equal(due('2028-01-31', 'dayOfNextMonth', 30), '2028-02-29');
});
