import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measuredDays, measuredMinutes } from './measured.ts';

const zone = 'Pacific/Auckland';

test('time within a day is that day’s, rounded half up to the minute', () => {
  assert.deepEqual(measuredDays('2026-03-30T20:00:00Z', '2026-03-30T21:30:29Z', zone), [
    { on: '2026-03-31', minutes: 90 },
  ]);
  assert.deepEqual(measuredDays('2026-03-30T20:00:00Z', '2026-03-30T21:30:30Z', zone), [
    { on: '2026-03-31', minutes: 91 },
  ]);
});

test('something begun and stopped at once took a minute', () => {
  assert.deepEqual(measuredDays('2026-03-30T20:00:00Z', '2026-03-30T20:00:00Z', zone), [
    { on: '2026-03-31', minutes: 1 },
  ]);
});

test('over midnight of the firm, each day gets its part and the parts are the whole', () => {
  // 11:30:20 pm to 1:15:10 am in Auckland.
  assert.deepEqual(measuredDays('2026-03-30T10:30:20Z', '2026-03-30T12:15:10Z', zone), [
    { on: '2026-03-30', minutes: 30 },
    { on: '2026-03-31', minutes: 75 },
  ]);
  assert.equal(measuredMinutes('2026-03-30T10:30:20Z', '2026-03-30T12:15:10Z'), 105);
});

test('a few seconds after midnight are no entry of the next day', () => {
  assert.deepEqual(measuredDays('2026-03-30T10:00:00Z', '2026-03-30T11:00:20Z', zone), [
    { on: '2026-03-30', minutes: 60 },
  ]);
});

test('the night when the clocks go back has an hour more', () => {
  // 5 April 2026: 3:00 am NZDT becomes 2:00 am NZST; 1 am to 4 am are four hours.
  assert.deepEqual(measuredDays('2026-04-04T12:00:00Z', '2026-04-04T16:00:00Z', zone), [
    { on: '2026-04-05', minutes: 240 },
  ]);
});

test('time that ends before it starts is a defect', () => {
  assert.throws(() => measuredDays('2026-03-30T10:00:00Z', '2026-03-30T09:00:00Z', zone), RangeError);
});
