import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate } from '../calendar/civil-date.ts';
import { nextRun } from './next-run.ts';
import type { DateRule } from './rules.ts';

const today = civilDate('2026-11-22');

const cases: readonly [what: string, rule: DateRule, billedTo: string | null, next: string | null][] = [
  ['last month was never billed', 'endOfLastMonth', null, '2026-10-31 from 2026-11-01, due'],
  ['September was billed last', 'endOfLastMonth', '2026-09-30', '2026-10-31 from 2026-11-01, due'],
  ['last month is billed', 'endOfLastMonth', '2026-10-31', '2026-11-30 from 2026-12-01'],
  ['this month ends later', 'endOfMonth', '2026-10-31', '2026-11-30 from 2026-11-30'],
  ['this month is billed early', 'endOfMonth', '2026-11-30', '2026-12-31 from 2026-12-31'],
  ['from the first of this month', 'startOfMonth', '2026-10-01', '2026-11-01 from 2026-11-01, due'],
  ['the first of last month', 'startOfLastMonth', '2026-10-01', '2026-11-01 from 2026-12-01'],
  ['somebody billed far ahead', 'endOfLastMonth', '2027-01-31', '2027-02-28 from 2027-03-01'],
  ['a certain day that has come', civilDate('2026-11-15'), null, '2026-11-15 from 2026-11-15, due'],
  ['a certain day that is billed', civilDate('2026-11-15'), '2026-11-15', null],
  ['any day is as good', 'today', null, null],
];

for (const [what, rule, billedTo, expected] of cases) {
  test(`rules to ${rule}, when ${what}, come next to ${expected ?? 'nothing'}`, () => {
    const next = nextRun(rule, billedTo === null ? null : civilDate(billedTo), today);
    const said = next === null ? null : `${next.cutOffOn} from ${next.dueOn}${next.isDue ? ', due' : ''}`;
    assert.equal(said, expected);
  });
}
