import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Weekday } from './civil-date.ts';
import {
  addDays,
  addMonths,
  civilDate,
  compareDates,
  daysBetween,
  isTimeZone,
  lastDayOfMonth,
  monthOf,
  parseCivilDate,
  today,
  weekdayOf,
  weekOf,
} from './civil-date.ts';

const firstDay = civilDate('1950-01-01');
const anyDate = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays(firstDay, days));

test('a date is read when it is written in full and the day exists', () => {
  for (const text of ['2026-03-31', '2024-02-29', '1900-01-01', '9999-12-31']) {
    assert.deepEqual(parseCivilDate(text), { ok: true, value: text });
  }
});

test('anything else is refused with what is accepted', () => {
  const unreadable = [
    '',
    '2026-3-1',
    '31/03/2026',
    '20260331',
    '2026-03-31T00:00',
    '2026-03-31 ',
    '2026-W14-2',
  ];
  const nonexistent = ['2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-04-31', '2026-04-00'];
  const outside = ['1899-12-31', '0000-01-01', '-002026-01-01'];
  for (const text of [...unreadable, ...nonexistent, ...outside]) {
    const result = parseCivilDate(text);
    assert.equal(result.ok ? 'accepted' : result.refusals[0]!.code, 'invalidDate', text);
  }
  assert.deepEqual(parseCivilDate('2026-02-30'), {
    ok: false,
    refusals: [
      {
        code: 'invalidDate',
        detail: 'There is no day 2026-02-30 between 1900-01-01 and 9999-12-31.',
        value: '2026-02-30',
        accepted: 'YYYY-MM-DD, such as 2026-03-31',
      },
    ],
  });
  assert.throws(() => civilDate('2026-02-30'), RangeError);
});

test('dates sort as strings and as days alike', () => {
  fc.assert(
    fc.property(anyDate, anyDate, (a, b) => {
      assert.equal(Math.sign(compareDates(a, b)), Math.sign(daysBetween(b, a)));
      assert.equal(addDays(a, daysBetween(a, b)), b);
    }),
  );
});

test('days are added over ends of months, years and leap days', () => {
  assert.equal(addDays(civilDate('2024-02-28'), 1), '2024-02-29');
  assert.equal(addDays(civilDate('2025-12-31'), 1), '2026-01-01');
  assert.equal(addDays(civilDate('2026-03-01'), -1), '2026-02-28');
  assert.equal(daysBetween(civilDate('2024-01-01'), civilDate('2025-01-01')), 366);
  assert.equal(daysBetween(civilDate('2026-03-31'), civilDate('2026-03-01')), -30);
  assert.throws(() => addDays(civilDate('9999-12-31'), 1), RangeError);
});

test('adding months keeps the day or takes the last of a shorter month', () => {
  assert.equal(addMonths(civilDate('2026-01-31'), 1), '2026-02-28');
  assert.equal(addMonths(civilDate('2024-01-31'), 1), '2024-02-29');
  assert.equal(addMonths(civilDate('2026-03-31'), -1), '2026-02-28');
  assert.equal(addMonths(civilDate('2026-11-15'), 3), '2027-02-15');
});

test('a month is its first day and knows its last', () => {
  assert.equal(monthOf(civilDate('2026-03-31')), '2026-03-01');
  assert.equal(lastDayOfMonth(civilDate('2024-02-01')), '2024-02-29');
  assert.equal(lastDayOfMonth(civilDate('2025-12-25')), '2025-12-31');
  fc.assert(
    fc.property(anyDate, (date) => {
      assert.ok(monthOf(date) <= date && date <= lastDayOfMonth(date));
      assert.equal(addDays(lastDayOfMonth(date), 1), addMonths(monthOf(date), 1));
    }),
  );
});

test('a week begins with the weekday of the firm', () => {
  const wednesday = civilDate('2026-04-01');
  assert.equal(weekdayOf(wednesday), 3);
  assert.deepEqual(weekOf(wednesday, 1), { first: '2026-03-30', last: '2026-04-05' });
  assert.deepEqual(weekOf(wednesday, 7), { first: '2026-03-29', last: '2026-04-04' });
  assert.deepEqual(weekOf(wednesday, 3), { first: '2026-04-01', last: '2026-04-07' });
  fc.assert(
    fc.property(anyDate, fc.integer({ min: 1, max: 7 }), (date, first) => {
      const week = weekOf(date, first as Weekday);
      assert.equal(weekdayOf(week.first), first);
      assert.ok(week.first <= date && date <= week.last);
      assert.equal(daysBetween(week.first, week.last), 6);
    }),
  );
});

test('today depends on where the firm is', () => {
  assert.equal(today('2026-03-31T11:30:00Z', 'Pacific/Auckland'), '2026-04-01');
  assert.equal(today('2026-03-31T11:30:00Z', 'Europe/London'), '2026-03-31');
  assert.equal(today('2026-03-31T02:00:00+00:00', 'America/New_York'), '2026-03-30');
  assert.throws(() => today('2026-03-31', 'Europe/London'), RangeError);
  assert.throws(() => today('2026-03-31T11:30:00Z', 'Middle/Earth'), RangeError);
  assert.equal(isTimeZone('Pacific/Auckland'), true);
  assert.equal(isTimeZone('Middle/Earth'), false);
  assert.equal(isTimeZone(''), false);
});
