import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, civilDate } from '#core/calendar/civil-date.ts';
import type { RateBasis, RateQuestion, RateRow, RateScope } from './rates.ts';
import { givenRate, rateBook, rateScopes, resolveRate } from './rates.ts';

// One job (1) of one client (2), one staff member (3), one task (4); the rate of each scope is easy to recognise.
const keysOf: Record<RateScope, Partial<RateRow>> = {
  jobTask: { jobId: 1, taskId: 4 },
  jobStaff: { jobId: 1, staffId: 3 },
  clientTask: { clientId: 2, taskId: 4 },
  staffTask: { staffId: 3, taskId: 4 },
  task: { taskId: 4 },
  staff: { staffId: 3 },
};

let nextId = 1;
function rate(scope: RateScope, perHourMinor: bigint, changes: Partial<RateRow> = {}): RateRow {
  return {
    id: nextId++,
    scope,
    ...keysOf[scope],
    currency: 'NZD',
    ratePerHourMinor: perHourMinor,
    effectiveFrom: civilDate('2025-01-01'),
    ...changes,
  };
}

function ask(changes: Partial<RateQuestion> = {}): RateQuestion {
  const on = civilDate('2025-06-15');
  return {
    jobId: 1,
    clientId: 2,
    staffId: 3,
    taskId: 4,
    rateBasis: 'staff',
    currency: 'NZD',
    on,
    ...changes,
  };
}

const everyScope = rateScopes.map((scope, index) => rate(scope, BigInt(index + 1) * 1_000n));

function winners(rateBasis: RateBasis): RateScope[] {
  let rows = everyScope;
  const order: RateScope[] = [];
  while (rows.length > 0) {
    const { source, rateId } = resolveRate(rateBook(rows), ask({ rateBasis }));
    order.push(source as RateScope);
    rows = rows.filter((row) => row.id !== rateId);
  }
  return order;
}

test('the most specific rate wins, and a job priced by task asks the task first', () => {
  assert.deepEqual(winners('task'), ['jobTask', 'jobStaff', 'clientTask', 'staffTask', 'task', 'staff']);
});

test('a job priced by staff member asks the staff member first', () => {
  assert.deepEqual(winners('staff'), ['jobStaff', 'jobTask', 'clientTask', 'staffTask', 'staff', 'task']);
});

test('a rate applies from its date until the next one', () => {
  const book = rateBook([
    rate('staff', 16_000n, { effectiveFrom: civilDate('2025-07-01') }),
    rate('staff', 15_000n, { effectiveFrom: civilDate('2025-01-01') }),
  ]);
  for (const [on, expected] of [
    ['2024-12-31', 0n],
    ['2025-01-01', 15_000n],
    ['2025-06-30', 15_000n],
    ['2025-07-01', 16_000n],
    ['2031-01-01', 16_000n],
  ] as const) {
    assert.equal(resolveRate(book, ask({ on: civilDate(on) })).ratePerHourMinor, expected, on);
  }
});

test('a specific rate that has not begun yet leaves the general one in force', () => {
  const book = rateBook([
    rate('staff', 15_000n),
    rate('jobStaff', 20_000n, { effectiveFrom: civilDate('2025-07-01') }),
  ]);
  assert.equal(resolveRate(book, ask()).source, 'staff');
  assert.equal(resolveRate(book, ask({ on: civilDate('2025-07-01') })).source, 'jobStaff');
});

test('a rate in another currency does not count', () => {
  const book = rateBook([rate('jobStaff', 9_000n, { currency: 'USD' }), rate('staff', 15_000n)]);
  assert.equal(resolveRate(book, ask()).source, 'staff');
  assert.equal(resolveRate(book, ask({ currency: 'USD' })).ratePerHourMinor, 9_000n);
  assert.equal(resolveRate(book, ask({ currency: 'EUR' })).source, 'missing');
});

test('rates of another job, client, person or task do not count', () => {
  const others = { jobId: 91, clientId: 92, staffId: 93, taskId: 94 };
  const rows = everyScope.flatMap((row) =>
    (Object.keys(keysOf[row.scope]) as (keyof typeof others)[]).map((key) => ({
      ...row,
      [key]: others[key],
    })),
  );
  assert.equal(resolveRate(rateBook(rows), ask()).source, 'missing');
});

test('a rate of zero is a rate', () => {
  const found = resolveRate(rateBook([rate('jobTask', 0n), rate('staff', 15_000n)]), ask());
  assert.deepEqual([found.ratePerHourMinor, found.source], [0n, 'jobTask']);
});

test('the reason says which rate, since when, and when the default asked first had none', () => {
  const task = rate('task', 12_000n);
  assert.deepEqual(resolveRate(rateBook([task]), ask()), {
    ratePerHourMinor: 12_000n,
    source: 'task',
    rateId: task.id,
    reason: "The task's default rate, from 2025-01-01, as the staff member has none.",
  });
  assert.equal(
    resolveRate(rateBook([rate('clientTask', 1n)]), ask()).reason,
    "The client's rate for the task, from 2025-01-01.",
  );
});

test('without any rate the time is worth 0 until it is revalued', () => {
  assert.deepEqual(resolveRate(rateBook([]), ask()), {
    ratePerHourMinor: 0n,
    source: 'missing',
    rateId: null,
    reason:
      'No rate in NZD applies on 2025-06-15; the value is 0 until there is one and the time is revalued.',
  });
});

test('a rate that came with the entry is taken as it is', () => {
  const given = {
    ratePerHourMinor: 15_000n,
    source: 'given',
    rateId: null,
    reason: 'The rate that came with the entry.',
  };
  assert.deepEqual(givenRate(15_000n), given);
});

test("a cost rate is the staff member's for the task, else the staff member's, else the task's", () => {
  const rows = everyScope.filter((row) => ['staffTask', 'staff', 'task'].includes(row.scope));
  const question: RateQuestion = {
    staffId: 3,
    taskId: 4,
    rateBasis: 'staff',
    currency: 'NZD',
    on: civilDate('2025-06-15'),
  };
  assert.equal(resolveRate(rateBook(rows), question).source, 'staffTask');
  assert.equal(
    resolveRate(rateBook(rows.filter((row) => row.scope !== 'staffTask')), question).source,
    'staff',
  );
  assert.equal(resolveRate(rateBook(rows.filter((row) => row.scope === 'task')), question).source, 'task');
});

test('a row without a key that its scope needs is a defect', () => {
  assert.throws(() => rateBook([rate('jobTask', 1n, { taskId: null })]), /lacks a key/);
});

test('the answer is what a search through all rows finds, whatever their order', () => {
  const start = civilDate('2025-01-01');
  const id = fc.integer({ min: 1, max: 2 });
  const anyRow = fc.record({
    scope: fc.constantFrom(...rateScopes),
    jobId: id,
    clientId: id,
    staffId: id,
    taskId: id,
    currency: fc.constantFrom('NZD' as const, 'USD' as const),
    ratePerHourMinor: fc.bigInt({ min: 0n, max: 50_000n }),
    effectiveFrom: fc.nat(40).map((days) => addDays(start, days)),
  });
  const anyQuestion = fc.record({
    jobId: id,
    clientId: id,
    staffId: id,
    taskId: id,
    rateBasis: fc.constantFrom<RateBasis>('task', 'staff'),
    currency: fc.constantFrom('NZD' as const, 'USD' as const),
    on: fc.nat(50).map((days) => addDays(start, days)),
  });
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 40 }), anyQuestion, (drafts, question) => {
      const rows = drafts.map((draft, index) => onlyKeysOfScope({ ...draft, id: index + 1 }));
      assert.equal(resolveRate(rateBook(rows), question).rateId, searchedRateId(rows, question));
    }),
  );
});

function onlyKeysOfScope(row: RateRow): RateRow {
  const keys = Object.keys(keysOf[row.scope]) as ('jobId' | 'clientId' | 'staffId' | 'taskId')[];
  const none = { jobId: null, clientId: null, staffId: null, taskId: null };
  return { ...row, ...none, ...Object.fromEntries(keys.map((key) => [key, row[key]])) };
}

/** The rule said plainly: of the rows that match, the best scope, then the latest date, then the latest id. */
function searchedRateId(rows: readonly RateRow[], question: RateQuestion): number | null {
  const byTask = question.rateBasis === 'task';
  const rank: Record<RateScope, number> = {
    jobTask: byTask ? 0 : 1,
    jobStaff: byTask ? 1 : 0,
    clientTask: 2,
    staffTask: 3,
    task: byTask ? 4 : 5,
    staff: byTask ? 5 : 4,
  };
  const matching = rows.filter(
    (row) =>
      row.currency === question.currency &&
      row.effectiveFrom <= question.on &&
      (row.jobId ?? question.jobId) === question.jobId &&
      (row.clientId ?? question.clientId) === question.clientId &&
      (row.staffId ?? question.staffId) === question.staffId &&
      (row.taskId ?? question.taskId) === question.taskId,
  );
  matching.sort((a, b) => rank[a.scope] - rank[b.scope] || (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  const best = matching[0];
  if (!best) return null;
  const ties = matching.filter((row) => row.scope === best.scope && row.effectiveFrom === best.effectiveFrom);
  return Math.max(...ties.map((row) => row.id));
}
