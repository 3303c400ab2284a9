import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '#core/calendar/civil-date.ts';
import { targetMinutesOn } from './working-week.ts';

const [friday, saturday, sunday] = ['2026-03-27', '2026-03-28', '2026-03-29'].map(civilDate) as [
  ReturnType<typeof civilDate>,
  ReturnType<typeof civilDate>,
  ReturnType<typeof civilDate>,
];

test('without a week of their own, people work the day of the firm from Monday to Friday', () => {
  const working = { ownMinutes: null, firmMinutesPerDay: 450 };
  assert.deepEqual(
    [friday, saturday, sunday].map((day) => targetMinutesOn(working, day)),
    [450, 0, 0],
  );
});

test('somebody who works at weekends and never on Fridays is measured by that', () => {
  const working = { ownMinutes: [0, 0, 480, 480, 0, 300, 120], firmMinutesPerDay: 450 };
  assert.deepEqual(
    [friday, saturday, sunday].map((day) => targetMinutesOn(working, day)),
    [0, 300, 120],
  );
});
