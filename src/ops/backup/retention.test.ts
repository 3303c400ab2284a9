import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outlived, readKeep } from './retention.ts';
import { lastDue, readTimetable } from './timetable.ts';

const keep = readKeep('7 daily, 5 weekly, 12 monthly, 2 yearly')!;
const nightly = (from: string, days: number) =>
  Array.from({ length: days }, (_, day) => ({
    takenAt: `${Temporal.PlainDate.from(from).add({ days: day }).toString()}T02:00:00Z`,
  }));
const daysOf = (backups: readonly { takenAt: string }[]) =>
  backups.map(({ takenAt }) => takenAt.slice(0, 10));

test('after two years of nights a week of days, then weeks, months and years are kept', () => {
  const all = nightly('2024-11-23', 730);
  const gone = new Set(outlived(all, keep));
  assert.deepEqual(daysOf(all.filter((backup) => !gone.has(backup))), [
    // The last of its year; this year's is the newest of all.
    '2025-12-31',
    // The last of each month that has one: eleven before this one.
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
    '2026-06-30',
    '2026-07-31',
    '2026-08-31',
    '2026-09-30',
    // The Sundays of the weeks before.
    '2026-10-25',
    '2026-10-31',
    '2026-11-01',
    '2026-11-08',
    '2026-11-15',
    // A week of days.
    '2026-11-16',
    '2026-11-17',
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
    '2026-11-22',
  ]);
});

test('clearing away every night or once after years leaves the same', () => {
  const all = nightly('2025-01-01', 400);
  let kept: typeof all = [];
  for (const backup of all) {
    const present = [...kept, backup];
    const gone = new Set(outlived(present, keep));
    kept = present.filter((each) => !gone.has(each));
  }
  const gone = new Set(outlived(all, keep));
  assert.deepEqual(
    kept,
    all.filter((backup) => !gone.has(backup)),
  );
});

test('the newest stays whatever is kept, and days without a backup do not count', () => {
  const sparse = [{ takenAt: '2020-01-01T02:00:00Z' }, { takenAt: '2023-05-05T02:00:00Z' }];
  assert.deepEqual(outlived(sparse, readKeep('2 daily')!), []);
  assert.deepEqual(outlived(sparse, readKeep('1 yearly')!), [sparse[0]]);
  const twiceADay = [{ takenAt: '2026-11-22T02:00:00Z' }, { takenAt: '2026-11-22T14:00:00Z' }];
  assert.deepEqual(outlived(twiceADay, readKeep('7 daily')!), [twiceADay[0]]);
});

test('what is kept is said in words', () => {
  assert.deepEqual(readKeep('3 daily'), { daily: 3, weekly: 0, monthly: 0, yearly: 0 });
  for (const text of ['', 'daily', '7', '7 hourly', '0 daily', '7 daily; 5 weekly'])
    assert.equal(readKeep(text), undefined, text);
});

test('a backup is due at its time of day, or on its day of the week', () => {
  const nightlyAt = readTimetable('02:00')!;
  assert.equal(lastDue(nightlyAt, '2026-11-22T01:59:59.9Z'), '2026-11-21T02:00:00Z');
  assert.equal(lastDue(nightlyAt, '2026-11-22T02:00:00Z'), '2026-11-22T02:00:00Z');
  // The 22nd of November 2026 is a Sunday.
  const sundays = readTimetable('Sunday 04:30')!;
  assert.equal(lastDue(sundays, '2026-11-22T04:29:00Z'), '2026-11-15T04:30:00Z');
  assert.equal(lastDue(sundays, '2026-11-22T04:30:00Z'), '2026-11-22T04:30:00Z');
  assert.equal(lastDue(sundays, '2026-11-25T00:00:00Z'), '2026-11-22T04:30:00Z');
  for (const text of ['', '2:00', '24:00', 'someday 02:00', '02:60'])
    assert.equal(readTimetable(text), undefined);
});
