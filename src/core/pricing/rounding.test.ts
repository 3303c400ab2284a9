import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RoundingPolicy } from './rounding.ts';
import { billableMinutes, roundingDirections, roundingIncrements, roundingPolicyFor } from './rounding.ts';

// minutes worked, increment, and the billable minutes up, nearest and down
for (const [worked, incrementMinutes, up, nearest, down] of [
  [0, 15, 0, 0, 0],
  [1, 1, 1, 1, 1],
  [1, 6, 6, 0, 0],
  [3, 6, 6, 6, 0],
  [6, 6, 6, 6, 6],
  [8, 6, 12, 6, 6],
  [9, 6, 12, 12, 6],
  [7, 15, 15, 0, 0],
  [8, 15, 15, 15, 0],
  [22, 15, 30, 15, 15],
  [23, 15, 30, 30, 15],
  [44, 30, 60, 30, 30],
  [45, 30, 60, 60, 30],
  [90, 30, 90, 90, 90],
] as const) {
  test(`${worked} minutes in steps of ${incrementMinutes}`, () => {
    assert.equal(billableMinutes(worked, { incrementMinutes, direction: 'up' }), up);
    assert.equal(billableMinutes(worked, { incrementMinutes, direction: 'nearest' }), nearest);
    assert.equal(billableMinutes(worked, { incrementMinutes, direction: 'down' }), down);
  });
}

test("the job's policy wins over the client's, and the client's over the firm's", () => {
  const firm: RoundingPolicy = { incrementMinutes: 1, direction: 'nearest' };
  const client: RoundingPolicy = { incrementMinutes: 6, direction: 'up' };
  const job: RoundingPolicy = { incrementMinutes: 30, direction: 'down' };
  assert.equal(roundingPolicyFor({ firm, client, job }), job);
  assert.equal(roundingPolicyFor({ firm, client, job: null }), client);
  assert.equal(roundingPolicyFor({ firm, client: null, job }), job);
  assert.equal(roundingPolicyFor({ firm }), firm);
});

test('billable minutes are whole increments less than one increment away, and rounding them again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.nat(10_080),
      fc.constantFrom(...roundingIncrements),
      fc.constantFrom(...roundingDirections),
      (worked, incrementMinutes, direction) => {
        const policy = { incrementMinutes, direction };
        const billable = billableMinutes(worked, policy);
        assert.equal(billable % incrementMinutes, 0);
        assert.ok(Math.abs(billable - worked) < incrementMinutes);
        assert.equal(billableMinutes(billable, policy), billable);
      },
    ),
  );
});

test('minutes that nobody can have worked are a defect', () => {
  for (const worked of [-1, 1.5, Number.NaN]) {
    assert.throws(() => billableMinutes(worked, { incrementMinutes: 6, direction: 'up' }), RangeError);
  }
});
