import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weekOf, civilDate, addDays, type Weekday } from '#core/calendar/civil-date.ts';
import { weekStartOf } from './week-start.ts';

test('the week of a day begins where the server says it does, for every first weekday', () => {
  for (const first of [1, 3, 6, 7] as Weekday[]) {
    for (let place = 0; place < 400; place += 1) {
      const day = addDays(civilDate('1969-11-01'), place * 53);
      assert.equal(weekStartOf(day, first), weekOf(day, first).first);
    }
  }
});
