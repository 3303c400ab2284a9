import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDay } from './typed-day.ts';

// A Wednesday.
const here = { locale: 'en-NZ', today: '2026-11-18' };

test('a day is read as people write it', () => {
  for (const [typed, read] of [
    ['2026-09-30', '2026-09-30'],
    ['30/9', '2026-09-30'],
    ['30/9/25', '2025-09-30'],
    ['30.09.2025', '2025-09-30'],
    ['30 sep', '2026-09-30'],
    ['30 September 2025', '2025-09-30'],
    ['sep 30, 2025', '2025-09-30'],
    ['5', '2026-11-05'],
    ['today', '2026-11-18'],
    ['yesterday', '2026-11-17'],
    ['+3', '2026-11-21'],
    ['-7', '2026-11-11'],
    ['wed', '2026-11-18'],
    ['fri', '2026-11-13'],
  ] as const) {
    assert.equal(parseDay(typed, here), read, typed);
  }
});

test('day and month come in the order of the locale', () => {
  assert.equal(parseDay('3/4/2026', here), '2026-04-03');
  assert.equal(parseDay('3/4/2026', { ...here, locale: 'en-US' }), '2026-03-04');
  assert.equal(parseDay('3. märz', { ...here, locale: 'de-DE' }), '2027-03-03');
});

test('without a year it is the nearest such day', () => {
  assert.equal(parseDay('20/12', { ...here, today: '2027-01-05' }), '2026-12-20');
  assert.equal(parseDay('5/1', here), '2027-01-05');
});

test('a day that does not exist is not read', () => {
  for (const typed of ['31/2', '2026-02-30', '32', '1/13/2026', 'soon', '', '0/1', 'x 3']) {
    assert.equal(parseDay(typed, here), undefined, typed);
  }
});
