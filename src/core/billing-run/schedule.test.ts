import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '../calendar/civil-date.ts';
import { isDue, type BillingSchedule } from './schedule.ts';

type Case = readonly [
  story: string,
  schedule: BillingSchedule,
  anchorOn: string | null,
  lastCutOffOn: string | null,
  cutOffOn: string,
  due: boolean,
];

const cases: readonly Case[] = [
  ['never by itself', 'none', null, null, '2026-03-31', false],
  ['monthly, never billed', 'monthly', null, null, '2026-03-31', true],
  ['monthly, billed to the end of last month', 'monthly', null, '2026-02-28', '2026-03-31', true],
  ['monthly, billed already', 'monthly', null, '2026-03-31', '2026-03-31', false],
  ['monthly, the month has not ended', 'monthly', null, '2026-02-28', '2026-03-30', false],
  ['monthly, billed by hand in the middle', 'monthly', null, '2026-03-15', '2026-03-31', true],
  ['monthly, cut off a few days later', 'monthly', null, '2026-02-28', '2026-04-02', true],
  ['fortnightly, on the day', 'fortnightly', '2026-03-06', '2026-03-06', '2026-03-20', true],
  ['fortnightly, a day early', 'fortnightly', '2026-03-06', '2026-03-06', '2026-03-19', false],
  ['fortnightly, before it begins', 'fortnightly', '2026-03-06', null, '2026-03-05', false],
  ['fortnightly, without an anchor', 'fortnightly', null, null, '2026-03-20', false],
  ['quarters of the calendar', 'quarterly', null, '2025-12-31', '2026-03-31', true],
  ['quarters of the calendar, in between', 'quarterly', null, '2025-12-31', '2026-02-28', false],
  ['quarters from the end of January', 'quarterly', '2026-01-31', '2026-01-31', '2026-04-30', true],
  [
    'quarters from the end of January, in March',
    'quarterly',
    '2026-01-31',
    '2026-01-31',
    '2026-03-31',
    false,
  ],
  ['quarters from the last of February', 'quarterly', '2026-02-28', '2026-02-28', '2026-05-30', false],
  [
    'quarters from the last of February, at the end',
    'quarterly',
    '2026-02-28',
    '2026-02-28',
    '2026-05-31',
    true,
  ],
  [
    'quarters by a day in the month, the day before',
    'quarterly',
    '2026-01-20',
    '2026-01-20',
    '2026-04-19',
    false,
  ],
  ['quarters by a day in the month', 'quarterly', '2026-01-20', '2026-01-20', '2026-04-20', true],
  ['quarters before the first has ended', 'quarterly', '2026-03-31', null, '2026-03-01', false],
];

for (const [story, schedule, anchorOn, lastCutOffOn, cutOffOn, due] of cases) {
  test(`${story}: ${due ? 'due' : 'not due'}`, () => {
    const client = { schedule, anchorOn: anchorOn === null ? null : civilDate(anchorOn) };
    const job = { isCompleted: false, lastCutOffOn: lastCutOffOn === null ? null : civilDate(lastCutOffOn) };
    assert.equal(isDue(client, job, civilDate(cutOffOn)), due);
  });
}

test('on completion, a job is due once it is completed, whenever that is', () => {
  const client = { schedule: 'onCompletion' as const, anchorOn: null };
  const on = civilDate('2026-03-12');
  assert.equal(isDue(client, { isCompleted: false, lastCutOffOn: null }, on), false);
  assert.equal(isDue(client, { isCompleted: true, lastCutOffOn: civilDate('2026-03-12') }, on), true);
});
