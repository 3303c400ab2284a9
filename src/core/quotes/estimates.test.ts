import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimatedCostOf, estimateOf } from './estimates.ts';

const line = {
  minutes: null,
  ratePerHourMinor: null,
  quantityThousandths: null,
  unitPriceMinor: null,
  unitCostMinor: null,
  typedMinor: 0n,
  amountMinor: 0n,
  taxMinor: 0n,
};

test('the first quote says what a task is estimated at; what comes later changes it by the difference', () => {
  assert.equal(estimateOf(1000, { was: 0, is: 600, isFirst: true }), 600);
  assert.equal(estimateOf(1000, { was: 0, is: 0, isFirst: true }), 1000);
  assert.equal(estimateOf(600, { was: 0, is: 60, isFirst: false }), 660);
  assert.equal(estimateOf(660, { was: 600, is: 400, isFirst: false }), 460);
  assert.equal(estimateOf(100, { was: 600, is: 0, isFirst: false }), 0);
});

test('a quoted cost is estimated at its own price, also under a fixed one', () => {
  const tiles = { ...line, quantityThousandths: 3000, unitPriceMinor: 2_000n, unitCostMinor: 1_500n };
  assert.deepEqual(estimatedCostOf({ ...tiles, typedMinor: 6_000n, amountMinor: 4_321n }, 'exclusive'), {
    quantityThousandths: 3000,
    unitPriceMinor: 2_000n,
    unitCostMinor: 1_500n,
  });
});

test('a price with tax becomes one unit of what it is without', () => {
  const tiles = { ...line, quantityThousandths: 3000, unitPriceMinor: 2_300n, unitCostMinor: 1_500n };
  assert.deepEqual(
    estimatedCostOf({ ...tiles, typedMinor: 6_900n, amountMinor: 6_000n, taxMinor: 900n }, 'inclusive'),
    { quantityThousandths: 1000, unitPriceMinor: 6_000n, unitCostMinor: 4_500n },
  );
});

test('an amount alone is one unit of it, and a discount a credit', () => {
  assert.deepEqual(estimatedCostOf({ ...line, typedMinor: 700n, amountMinor: 700n }, 'exclusive'), {
    quantityThousandths: 1000,
    unitPriceMinor: 700n,
    unitCostMinor: 0n,
  });
  assert.equal(
    estimatedCostOf({ ...line, typedMinor: -700n, amountMinor: -700n }, 'exclusive').quantityThousandths,
    -1000,
  );
});
